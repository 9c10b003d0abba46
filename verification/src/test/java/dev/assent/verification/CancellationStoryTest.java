package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.device.json.JsonWebKeyReader;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.standalone.device.SimulatedDevice;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cancelling over OneSpan's services, with the message that the device sealed. */
@ExtendWith(SharedSystem.class)
class CancellationStoryTest {
  private static final String OTHER_SERIAL_NUMBER = "VDS1000120-7";

  private final RunningAssent assent;
  private final Api api;

  CancellationStoryTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.api();
  }

  @Test
  @Tag("EI-8")
  void shouldDeclineForTheDeviceThatRetrievedTheChallengeAndForNoOther() throws Exception {
    // Given
    Holder holder = new Holder(RunningAssent.freshUserId(), device(RunningAssent.SERIAL_NUMBER));
    SimulatedDevice other = device(OTHER_SERIAL_NUMBER);
    EncryptionKey installation = register(holder);
    assertThat(register(new Holder(holder.userId(), other))).isEqualTo(installation);
    Challenged challenged = assent.challenged(holder);
    String key = challenged.challengeKey();
    ChallengeDocument document = retrieve(challenged);

    // When
    Answer plain = cancel(holder.device(), key);
    Answer byAnother =
        cancel(other, other.cancel(key, document, DeclineReason.UNWANTED, installation));
    Answer stillOpen = api.operation(challenged.operationId());
    String message =
        holder.device().cancel(key, document, DeclineReason.DATA_INCORRECT, installation);
    Answer cancelled = cancel(holder.device(), message);
    Answer again = cancel(holder.device(), message);

    // Then
    assertThat(plain.status()).isEqualTo(400);
    assertThat(byAnother.statusCode()).isEqualTo("STAT_NOSUPPORT");
    assertThat(stillOpen.json().path("state").asText()).isEqualTo("pending");
    assertThat(cancelled.succeeded()).as(cancelled.text()).isTrue();
    assertThat(cancelled.json().has("result")).isFalse();
    assertThat(again.text()).isEqualTo(cancelled.text());
    OperationResult result = assent.ledger().awaitResult(challenged.operationId());
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.DECLINED);
    assertThat(result.getReason()).isEqualTo("DATA_INCORRECT");
    EvidenceCheck.verify(result);
  }

  private ChallengeDocument retrieve(Challenged challenged) throws Exception {
    Answer retrieval =
        RunningAssent.untilAnswered(
            () ->
                api.retrieve(
                    RunningAssent.SERIAL_NUMBER,
                    challenged.challengeKey(),
                    Api.attempt(challenged.operationId())));
    return challenged.holder().device().open(challenged.challengeKey(), retrieval.requestMessage());
  }

  private Answer cancel(SimulatedDevice device, String message) {
    return RunningAssent.untilAnswered(() -> api.cancelAuthUser(device.serialNumber(), message));
  }

  private EncryptionKey register(Holder holder) {
    Answer answer =
        RunningAssent.untilAnswered(() -> api.register(holder.userId(), holder.device()));
    JsonNode key = answer.json().path("cancellationKey");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return JsonWebKeyReader.readEncryptionKey(key);
  }

  private static SimulatedDevice device(String serialNumber) {
    return SimulatedDevice.create(serialNumber, SignatureAlgorithm.ES256, KeyEncapsulation.P256);
  }
}
