package dev.assent.ingress.authentication;

import static dev.assent.ingress.authentication.TestToken.aToken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.schemas.avro.ApiKeyRole;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which scope, and which role, opens which operation. */
class PermissionTest {
  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() {
    Set<Scheme> schemes = Set.of(Scheme.API_KEY, Scheme.BASIC, Scheme.BEARER);
    ingress =
        new IngressUnderTest(
            new HttpSettings("127.0.0.1", 0, Optional.empty()),
            Map.of("native", schemes, "keyless", schemes, "onespan", schemes),
            _ -> {
              throw new IOException("no issuer publishes keys");
            },
            HttpClient.newHttpClient());
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void reset() {
    ingress.reset();
    register("{}");
  }

  @ParameterizedTest
  @CsvSource({
    "assent.front-end,FRONT_END",
    "assent.back-end,BACK_END",
    "assent.credential-administration,CREDENTIAL_ADMINISTRATION",
    "assent.back-end assent.front-end,FRONT_END BACK_END",
    "AccessControl.CredentialCreate,''",
    "ASSENT.BACK-END,''",
    "assent.back-end.more,''",
    "BACK_END,''",
    "TENANT_ADMINISTRATION,''",
    "openid profile,''",
    "'',''"
  })
  @Tag("AS-11")
  void shouldOpenWithEachScopeWhatItIsFor(String scope, String expected) {
    // Given
    String token = "Bearer " + aToken().withScope(scope).signed();
    Set<String> permissions = Set.of(expected.split(" "));

    // When, then
    for (String permission : List.of("FRONT_END", "BACK_END", "CREDENTIAL_ADMINISTRATION")) {
      HttpResponse<String> own =
          ingress.send(ownOperation(permission).header("Authorization", token));
      assertThat(own.statusCode() == 403)
          .as(permission)
          .isNotEqualTo(permissions.contains(permission));
      assertThat(own.statusCode()).isNotEqualTo(401);
    }
    assertThat(
            ingress
                    .send(ingress.request("/v2/operations/x").header("Authorization", token))
                    .statusCode()
                == 401)
        .as("the vendor of the keyless dialect knows no 403")
        .isNotEqualTo(permissions.contains("BACK_END"));
    assertThat(
            ingress
                    .send(
                        ingress
                            .post("/rest/v2/authentication/push/authUser", "{}")
                            .header("Authorization", token))
                    .statusCode()
                == 401)
        .as("nor does the one of the onespan dialect")
        .isNotEqualTo(permissions.contains("FRONT_END"));
  }

  @Test
  void shouldTakeTheIssuersOwnScopesAndThenNoOthers() {
    // Given
    register("{\"signing.write\":[\"BACK_END\",\"FRONT_END\"]}");

    // When
    int own = status(ownOperation("BACK_END"), aToken().withScope("signing.write"));
    int other =
        status(ownOperation("CREDENTIAL_ADMINISTRATION"), aToken().withScope("signing.write"));
    int standard = status(ownOperation("BACK_END"), aToken().withScope("assent.back-end"));

    // Then
    assertThat(own).isNotIn(401, 403);
    assertThat(other).isEqualTo(403);
    assertThat(standard).isEqualTo(403);
  }

  @Test
  void shouldLetInWhoeverHasNoScopeAndOpenNothing() {
    assertThat(status(ownOperation("BACK_END"), aToken().without("scope"))).isEqualTo(403);
    assertThat(status(ownOperation("BACK_END"), aToken().with("scope", List.of("assent.back-end"))))
        .isEqualTo(403);
  }

  @Test
  @Tag("AS-11")
  void shouldLetNoTokenAdministerTenants() {
    // Given
    Set<Permission> all =
        Permission.ofScopes(
            List.of("all"),
            Map.of("all", Arrays.stream(Permission.values()).map(Enum::name).toList()));

    // Then
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(Permission.TENANT_ADMINISTRATION)));
  }

  @Test
  void shouldHaveAScopeOfNevisForEachOfItsPermissions() {
    for (String verb : List.of("Create", "View", "Modify", "Delete")) {
      assertThat(Permission.ofScopes(List.of("AccessControl.Credential" + verb), Map.of()))
          .extracting(Enum::name)
          .containsExactly("CREDENTIAL_" + verb.toUpperCase(Locale.ROOT));
    }
  }

  @Test
  void shouldAllowByRoleWhatItSays() {
    assertThat(Permission.ofRoles(List.of(ApiKeyRole.FRONT_END)))
        .containsExactly(Permission.FRONT_END);
    assertThat(Permission.ofRoles(List.of(ApiKeyRole.BACK_END)))
        .containsExactlyInAnyOrder(Permission.BACK_END, Permission.CREDENTIAL_VIEW);
    assertThat(Permission.ofRoles(List.of(ApiKeyRole.CREDENTIAL_ADMINISTRATION)))
        .containsExactlyInAnyOrder(
            Permission.CREDENTIAL_ADMINISTRATION,
            Permission.CREDENTIAL_CREATE,
            Permission.CREDENTIAL_VIEW,
            Permission.CREDENTIAL_MODIFY,
            Permission.CREDENTIAL_DELETE);
  }

  private static HttpRequest.Builder ownOperation(String permission) {
    return switch (permission) {
      case "FRONT_END" -> ingress.post("/api/v1/challenges/x/proof", "{}");
      case "BACK_END" -> ingress.post("/api/v1/operations", "{}");
      case "CREDENTIAL_ADMINISTRATION" -> ingress.post("/api/v1/users/jane/devices", "{}");
      default -> throw new IllegalArgumentException(permission);
    };
  }

  private static int status(HttpRequest.Builder request, TestToken token) {
    return ingress.send(request.header("Authorization", "Bearer " + token.signed())).statusCode();
  }

  private static void register(String scopes) {
    TestTenant.authenticate(
        ingress,
        "{\"issuers\":[{\"issuer\":\"%s\",\"audience\":\"%s\",\"jwks\":%s,\"scopes\":%s}]}"
            .formatted(TestToken.ISSUER, TestToken.AUDIENCE, TestKeys.set(TestKeys.ES256), scopes));
  }
}
