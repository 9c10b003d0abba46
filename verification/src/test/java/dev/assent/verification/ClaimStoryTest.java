package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.model.ProofKind;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operation that begins without a user, as a QR code on a login page does. */
@ExtendWith(SharedSystem.class)
class ClaimStoryTest {
  private static final int CLAIMANTS = 4;

  private final RunningAssent assent;
  private final NativeApi api;

  ClaimStoryTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.nativeApi();
  }

  @Test
  @Tag("EI-10")
  void shouldLetTheUserWhoClaimsAnOperationApproveIt() throws Exception {
    // Given
    Holder holder = assent.holder();
    Answer created = createForAnybody();
    String operationId = created.json().path("operationId").asText();

    // When
    Answer approved = approve(holder, created, claim(operationId, holder));

    // Then
    assertThat(created.json().has("userId")).isFalse();
    assertThat(created.json().has("challengeKey")).isFalse();
    assertThat(approved.status()).as(approved.text()).isEqualTo(200);
    OperationResult result = assent.ledger().awaitResult(operationId);
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
    assertThat(result.getUserId()).isEqualTo(holder.userId());
    EvidenceCheck.verify(result);
    assertThat(assent.api().nativeOperation(operationId).json().path("userId").asText())
        .isEqualTo(holder.userId());
  }

  @Test
  @Tag("AS-12")
  @Tag("SCA-2")
  void shouldHandAnOperationToOneOfTheUsersWhoWantIt() throws Exception {
    // Given
    List<Holder> holders = new ArrayList<>();
    for (int i = 0; i < CLAIMANTS; i++) {
      holders.add(assent.holder());
    }
    Answer created = createForAnybody();
    String operationId = created.json().path("operationId").asText();

    // When
    List<Callable<Answer>> claims = new ArrayList<>();
    for (Holder holder : holders) {
      claims.add(() -> claim(operationId, holder));
    }
    List<Answer> answers = Race.run(claims);

    // Then
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .extracting(answer -> answer.json().path("reason").asText())
        .containsOnly("OPERATION_UNKNOWN");
    Answer won = answers.stream().filter(answer -> answer.status() == 200).findFirst().get();
    Holder winner = holders.get(answers.indexOf(won));
    assertThat(approve(winner, created, won).status()).isEqualTo(200);
    assent.settle(holders);
    assertThat(assent.ledger().results(operationId))
        .extracting(OperationResult::getUserId)
        .containsExactly(winner.userId());
  }

  private Answer createForAnybody() {
    Answer created = api.createForAnybody(NativeApi.login(RunningAssent.freshOperationId()));
    assertThat(created.status()).as(created.text()).isEqualTo(201);
    return created;
  }

  private Answer claim(String operationId, Holder holder) {
    return api.claim(operationId, holder.userId(), holder.device().serialNumber());
  }

  private Answer approve(Holder holder, Answer created, Answer claimed) throws Exception {
    Challenged challenged = RunningAssent.challenged(holder, claimed);
    String number = created.json().path("matchingValue").asText();
    String signature =
        holder
            .device()
            .approve(assent.retrieve(challenged), ProofKind.DEVICE_PIN, Optional.of(number));
    return api.prove(holder.userId(), challenged.challengeKey(), signature);
  }
}
