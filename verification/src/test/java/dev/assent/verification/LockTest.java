package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.model.ProofKind;
import dev.assent.standalone.cluster.Service;
import dev.assent.standalone.device.SimulatedDevice;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failed proofs are counted for the user, whichever way they come. */
@ExtendWith(SharedSystem.class)
class LockTest {
  private static final int ALLOWED = 5;
  private static final int OPERATIONS_OF_A_DEVICE = 2;
  private static final int PROOFS_OF_AN_OPERATION = 6;

  private final RunningAssent assent;
  private final NativeApi api;

  LockTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.nativeApi();
  }

  /** An operation that its device has retrieved. */
  private record Shown(Challenged challenged, ChallengeDocument document, String number) {
    String signature(String entered) {
      return challenged
          .holder()
          .device()
          .approve(document, ProofKind.DEVICE_PIN, Optional.of(entered));
    }
  }

  @Test
  @Tag("AS-1")
  @Tag("AS-12")
  @Tag("SCA-4")
  @Tag("SCA-5")
  @Tag("SCA-6")
  void shouldCountFiveFailuresOverAllDevicesAndOperationsAndKeepTheLock() throws Exception {
    // Given
    List<Shown> operations = operationsOfTwoDevices();
    String userId = operations.getFirst().challenged().holder().userId();

    // When
    List<Callable<Answer>> attempts = new ArrayList<>();
    for (Shown shown : operations) {
      for (String wrong : wrongNumbers(shown.number())) {
        String signature = shown.signature(wrong);
        attempts.add(() -> prove(shown, signature));
      }
    }
    List<String> reasons = Race.run(attempts).stream().map(LockTest::reason).toList();

    // Then
    assertThat(reasons).filteredOn("PROOF_INVALID"::equals).hasSize(ALLOWED - 1);
    assertThat(reasons)
        .filteredOn(reason -> !reason.equals("PROOF_INVALID"))
        .contains("USER_LOCKED")
        .isSubsetOf("USER_LOCKED", "OPERATION_CLOSED");
    List<Shown> open =
        operations.stream()
            .filter(shown -> operation(shown).path("state").asText().equals("RETRIEVED"))
            .toList();
    assertThat(open).as("one operation has failed").hasSize(operations.size() - 1);
    assertThat(failedProofs(operations)).isEqualTo(ALLOWED);
    Shown shown = open.getFirst();
    assertThat(reason(proveWith(shown))).isEqualTo("USER_LOCKED");

    // and a restart lifts nothing
    assent.local().process(Service.PROCESSOR).stop();
    assent.startProcessor();
    assertThat(reason(proveWith(shown))).isEqualTo("USER_LOCKED");
    Answer refused = api.create(userId, NativeApi.login(RunningAssent.freshOperationId()));
    assertThat(reason(refused)).isEqualTo("USER_LOCKED");

    // but the bank does
    assertThat(api.unlock(userId).status()).isEqualTo(204);
    assertThat(proveWith(shown).status()).isEqualTo(200);
  }

  private List<Shown> operationsOfTwoDevices() throws Exception {
    Holder first = assent.holder();
    Holder second =
        new Holder(
            first.userId(),
            SimulatedDevice.create(
                "VDS1000120-2", SignatureAlgorithm.EDDSA, KeyEncapsulation.X25519));
    Answer registered = api.register(second.userId(), second.device().registration());
    assertThat(registered.status()).as(registered.text()).isEqualTo(201);
    List<Shown> operations = new ArrayList<>();
    for (Holder holder : List.of(first, second)) {
      for (int i = 0; i < OPERATIONS_OF_A_DEVICE; i++) {
        Answer created =
            api.create(holder.userId(), NativeApi.login(RunningAssent.freshOperationId()));
        Challenged challenged = RunningAssent.challenged(holder, created);
        operations.add(
            new Shown(
                challenged,
                assent.retrieve(challenged),
                created.json().path("matchingValue").asText()));
      }
    }
    return operations;
  }

  /** Different ones: an EdDSA signature of the same number is the same proof again. */
  private static List<String> wrongNumbers(String shown) {
    return IntStream.range(0, 100)
        .mapToObj("%02d"::formatted)
        .filter(number -> !number.equals(shown))
        .limit(PROOFS_OF_AN_OPERATION)
        .toList();
  }

  private Answer proveWith(Shown shown) {
    return prove(shown, shown.signature(shown.number()));
  }

  private Answer prove(Shown shown, String signature) {
    Challenged challenged = shown.challenged();
    return api.prove(challenged.holder().userId(), challenged.challengeKey(), signature);
  }

  private JsonNode operation(Shown shown) {
    return assent.api().nativeOperation(shown.challenged().operationId()).json();
  }

  private int failedProofs(List<Shown> operations) {
    return operations.stream()
        .mapToInt(shown -> operation(shown).path("failedProofs").asInt())
        .sum();
  }

  private static String reason(Answer answer) {
    return answer.json().path("reason").asText();
  }
}
