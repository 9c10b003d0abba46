package dev.assent.ingress.dialect.keyless;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATION;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static dev.assent.ingress.application.IngressUnderTest.TENANT;
import static dev.assent.ingress.dialect.Snapshots.USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.avro.CredentialReply;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.avro.JsonWebKey;
import dev.assent.schemas.avro.RevokeDevice;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeylessDeviceTest {
  private static final String DEVICES = "/v2/users/" + USER + "/devices";

  /** The key of RFC 8037 appendix A.2 after the head that RFC 8410 section 4 gives it. */
  private static final String KEY =
      "302A300506032B6570032100D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A";

  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() {
    ingress = new IngressUnderTest();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void reset() {
    ingress.reset();
  }

  @Test
  void shouldListTheDevicesThatSignByTheirPublicKeys() {
    // Given
    CredentialSnapshot revoked = device("VDS2-2");
    revoked.setState(CredentialState.REVOKED);
    CredentialSnapshot token = device("VDS3-3");
    token.setSigningKey(null);
    ingress.showsDevices(device("VDS1-1"), revoked, token);

    // When
    HttpResponse<String> response = ingress.send(as(ADMINISTRATION, DEVICES).GET());

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("[{\"publicSigningKey\":\"" + KEY + "\"}]");
  }

  @Test
  void shouldRevokeTheDeviceWithThatKey() {
    // Given
    ingress.showsDevices(device("VDS1-1"));
    ingress.replies(new CredentialReply(device("VDS1-1")));

    // When
    HttpResponse<String> response = ingress.send(as(ADMINISTRATION, DEVICES + "/" + KEY).DELETE());

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"success\":true}");
    assertThat(ingress.command().getUserId()).isEqualTo(USER);
    assertThat(ingress.command().getBody()).isEqualTo(new RevokeDevice("VDS1-1"));
  }

  @Test
  void shouldNotFindADeviceWithAnotherKey() {
    // Given
    ingress.showsDevices(device("VDS1-1"));

    // When
    HttpResponse<String> response =
        ingress.send(as(ADMINISTRATION, DEVICES + "/" + KEY.replace('D', 'E')).DELETE());

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).startsWith("{\"code\":\"DEVICE_UNKNOWN\"");
    assertThat(ingress.commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "00", "d75a", "VDS1-1"})
  void shouldRefuseAKeyThatIsNoKey(String key) {
    // When
    HttpResponse<String> response = ingress.send(as(ADMINISTRATION, DEVICES + "/" + key).DELETE());

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(ingress.questions()).isEmpty();
  }

  @Test
  void shouldAskForTheRightToAdministerCredentials() {
    // When
    HttpResponse<String> listing = ingress.send(as(BACK_END, DEVICES).GET());
    HttpResponse<String> removal = ingress.send(as(BACK_END, DEVICES + "/" + KEY).DELETE());

    // Then
    assertThat(listing.statusCode()).isEqualTo(401);
    assertThat(removal.statusCode()).isEqualTo(401);
  }

  private static HttpRequest.Builder as(String key, String path) {
    return ingress.request(path).header("X-Api-Key", key);
  }

  private static CredentialSnapshot device(String serialNumber) {
    return CredentialSnapshot.newBuilder()
        .setTenant(TENANT)
        .setUserId(USER)
        .setSerialNumber(serialNumber)
        .setState(CredentialState.ACTIVE)
        .setSigningKey(
            new JsonWebKey(
                "OKP",
                "Ed25519",
                "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                null,
                null,
                null,
                null))
        .setRegisteredAt(NOW)
        .setSequence(1)
        .setUserSequence(1)
        .build();
  }
}
