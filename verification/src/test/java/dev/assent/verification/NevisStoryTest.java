package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.avro.ConnectorTask;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user's phone, as a client of the vendor's identity management keeps it. */
@ExtendWith(SharedSystem.class)
class NevisStoryTest {
  private static final String MSISDN = "+41790001234";

  private final RunningAssent assent;
  private final String userId = RunningAssent.freshUserId();

  NevisStoryTest(RunningAssent assent) {
    this.assent = assent;
  }

  @Test
  void shouldKeepAPhoneFromItsRegistrationToItsDeletion() throws Exception {
    // When
    Answer created = ask("POST", registration().toString());
    Answer second = ask("POST", registration().toString());
    Answer read = ask("GET", "");
    Answer changed = ask("PATCH", "{\"version\":1,\"stateName\":\"disabled\"}");
    Answer stale = ask("PATCH", "{\"version\":1,\"stateName\":\"active\"}");
    Answer readAgain = ask("GET", "");
    Answer deleted = ask("DELETE", "");
    Answer gone = ask("GET", "");
    Answer again = ask("POST", registration().toString());

    // Then
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    assertThat(created.json().path("stateName").asText()).isEqualTo("active");
    assertThat(created.json().path("msisdn").asText()).isEqualTo(MSISDN);
    assertThat(second.status()).as(second.text()).isEqualTo(422);
    assertThat(read.status()).as(read.text()).isEqualTo(200);
    assertThat(read.json()).isEqualTo(created.json());
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.json().path("version").intValue()).isEqualTo(2);
    assertThat(stale.status()).as(stale.text()).isEqualTo(409);
    assertThat(readAgain.json()).isEqualTo(changed.json());
    assertThat(deleted.status()).as(deleted.text()).isEqualTo(204);
    assertThat(gone.status()).as(gone.text()).isEqualTo(404);
    assertThat(again.status()).as(again.text()).isEqualTo(201);
  }

  @Test
  void shouldTellTheConnectorTheNumberOnlyEncrypted() throws Exception {
    // Given
    String operationId = RunningAssent.freshOperationId();
    ObjectNode withCertificate =
        registration()
            .put(
                "signerCert",
                "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(Signer.create().certificate().getEncoded())
                    + "\n-----END CERTIFICATE-----");
    assertThat(ask("POST", withCertificate.toString()).status()).isEqualTo(201);

    // When
    Answer answer =
        assent.nativeApi().create(userId, NativeApi.login(operationId).put("channel", "MSSP"));
    ConnectorTask task = assent.ledger().awaitTask(operationId, 1);

    // Then
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(task.getConnector()).isEqualTo("mssp");
    assertThat(task.getMsspIdentifier()).isEqualTo("http://mid.example/");
    assertThat(task.getEncryptedMsisdn()).isNotNull();
    assertThat(task.toString()).doesNotContain("1234", MSISDN);
  }

  private static ObjectNode registration() {
    return NativeApi.object()
        .put("identificator", "MIDCHE1")
        .put("msspIdentifier", "http://mid.example/")
        .put("msisdn", MSISDN);
  }

  private Answer ask(String method, String body) {
    String path =
        "/nevisidm/api/core/v1/" + assent.tenant() + "/users/" + userId + "/mobile-signature";
    Map<String, String> attempt = Api.attempt(RunningAssent.freshOperationId());
    return RunningAssent.untilAnswered(() -> assent.api().asBackEnd(method, path, body, attempt));
  }
}
