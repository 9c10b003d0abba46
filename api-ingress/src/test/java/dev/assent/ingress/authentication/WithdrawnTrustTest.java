package dev.assent.ingress.authentication;

import static dev.assent.ingress.application.IngressUnderTest.TENANT;
import static dev.assent.ingress.authentication.TestToken.aToken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.schemas.avro.Tenant;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an administrator takes away while the keys of an issuer are fetched. */
@Tag("AS-11")
class WithdrawnTrustTest {
  private IngressUnderTest ingress;
  private volatile Runnable meanwhile = () -> {};

  @BeforeEach
  void start() {
    ingress =
        new IngressUnderTest(
            new HttpSettings("127.0.0.1", 0, Optional.empty()),
            Map.of("native", Set.of(Scheme.API_KEY, Scheme.BEARER)),
            _ -> {
              meanwhile.run();
              return TestKeys.set(TestKeys.ES256).getBytes(StandardCharsets.UTF_8);
            },
            HttpClient.newHttpClient());
    ingress.shows();
    TestTenant.authenticate(
        ingress,
        "{\"issuers\":[{\"issuer\":\"%s\",\"audience\":\"%s\",\"jwksUri\":\"https://a.example\"}]}"
            .formatted(TestToken.ISSUER, TestToken.AUDIENCE));
  }

  @AfterEach
  void stop() {
    ingress.close();
  }

  @Test
  void shouldRefuseATokenOfAnIssuerThatIsNoLongerTrusted() {
    // Given
    meanwhile = () -> TestTenant.authenticate(ingress, "{\"issuers\":[]}");

    // When, then
    assertThat(status()).isEqualTo(401);
  }

  @Test
  void shouldRefuseATokenOfATenantThatIsDisabled() {
    // Given
    Tenant tenant = ingress.tenants().latest(TENANT);
    meanwhile = () -> ingress.tenants().write(Tenant.newBuilder(tenant).setEnabled(false).build());

    // When, then
    assertThat(status()).isEqualTo(401);
  }

  private int status() {
    return ingress
        .send(
            ingress
                .request("/api/v1/users/jane/operations")
                .header("Authorization", "Bearer " + aToken().signed())
                .GET())
        .statusCode();
  }
}
