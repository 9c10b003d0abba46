package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.ProofKind;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the user reads, enters, refuses and has replaced, from the bank's request to its result. */
@ExtendWith(SharedSystem.class)
class CoreStoryTest {
  private final RunningAssent assent;
  private final NativeApi api;

  CoreStoryTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.nativeApi();
  }

  @Test
  @Tag("DL-1")
  @Tag("DL-3")
  @Tag("EI-3")
  @Tag("EI-10")
  @Tag("KA-2")
  @Tag("NI-2")
  void shouldApproveWhatWasShownOnlyWithTheNumberThatTheBankShows() throws Exception {
    // Given
    Holder holder = assent.holder();
    Answer created = createPayment(holder);
    Challenged challenged = RunningAssent.challenged(holder, created);
    String number = created.json().path("matchingValue").asText();
    ChallengeDocument document = assent.retrieve(challenged);

    // When
    Answer wrong = prove(challenged, document, otherThan(number));
    Answer right = prove(challenged, document, number);

    // Then
    assertThat(number).matches("[0-9]{2}");
    assertThat(document.text().orElseThrow().text()).isEqualTo("12.50 EUR an Jane Doe zahlen?");
    assertThat(document.text().orElseThrow().language()).isEqualTo("de");
    assertThat(wrong.status()).as(wrong.text()).isEqualTo(409);
    assertThat(wrong.json().path("reason").asText()).isEqualTo("PROOF_INVALID");
    assertThat(right.status()).as(right.text()).isEqualTo(200);
    OperationResult result = assent.ledger().awaitResult(challenged.operationId());
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
    assertThat(result.getProofKind()).isEqualTo("DEVICE_PIN");
    assertThat(result.getEvidence().getProofKind()).isEqualTo("DEVICE_PIN");
    assertThat(result.getEvidence().getEnteredValue()).isEqualTo(number);
    EvidenceCheck.verify(result);
  }

  @Test
  @Tag("NI-2")
  void shouldTellTheNumberToNobodyButTheOneWhoCreatedTheOperation() throws Exception {
    // Given
    Holder holder = assent.holder();
    // of eight digits, so that it stands nowhere else by chance
    String number = "73924681";

    // When
    Challenged challenged =
        assent.challenged(
            holder, NativeApi.login(RunningAssent.freshOperationId()).put("matchingValue", number));
    ChallengeDocument document = assent.retrieve(challenged);

    // Then
    String canonical = new String(document.canonical(), StandardCharsets.UTF_8);
    assertThat(document.matchingDigits()).isEqualTo(8);
    assertThat(canonical).doesNotContain(number);
    assertThat(assent.api().nativeOperation(challenged.operationId()).text())
        .doesNotContain(number);
    assertThat(assent.ledger().snapshots(challenged.operationId()))
        .isNotEmpty()
        .extracting(OperationSnapshot::toString)
        .noneMatch(snapshot -> snapshot.contains(number));
  }

  @Test
  @Tag("EI-8")
  @Tag("NI-4")
  @Tag("SCA-6")
  void shouldLockAUserWhoDisownsAnOperationUntilTheBankUnlocks() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged challenged =
        assent.challenged(holder, NativeApi.login(RunningAssent.freshOperationId()));
    ChallengeDocument document = assent.retrieve(challenged);

    // When
    Answer declined =
        api.decline(
            holder.userId(),
            challenged.challengeKey(),
            DeclineReason.NOT_ME,
            holder.device().decline(document, DeclineReason.NOT_ME));
    Answer whileLocked = createLogin(holder);
    Answer unlocked = api.unlock(holder.userId());
    Answer afterwards = createLogin(holder);

    // Then
    assertThat(declined.status()).as(declined.text()).isEqualTo(200);
    OperationResult result = assent.ledger().awaitResult(challenged.operationId());
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.DECLINED);
    assertThat(result.getReason()).isEqualTo("DISOWNED_BY_USER");
    assertThat(result.getUserLockedUntil()).isAfter(Instant.now());
    assertThat(result.getEvidence().getDeclineReason()).isEqualTo("NOT_ME");
    EvidenceCheck.verify(result);
    assertThat(whileLocked.status()).isEqualTo(409);
    assertThat(whileLocked.json().path("reason").asText()).isEqualTo("USER_LOCKED");
    assertThat(Instant.parse(whileLocked.json().path("retryAt").asText()))
        .isEqualTo(result.getUserLockedUntil());
    assertThat(whileLocked.retryAfter().map(Long::parseLong).orElseThrow()).isBetween(1L, 900L);
    assertThat(unlocked.status()).as(unlocked.text()).isEqualTo(204);
    assertThat(afterwards.status()).as(afterwards.text()).isEqualTo(201);
  }

  @Test
  @Tag("EI-8")
  void shouldNeverTakeARefusalForAnApproval() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged challenged =
        assent.challenged(holder, NativeApi.login(RunningAssent.freshOperationId()));
    ChallengeDocument document = assent.retrieve(challenged);

    // When
    Answer answer =
        api.prove(
            holder.userId(),
            challenged.challengeKey(),
            holder.device().decline(document, DeclineReason.UNWANTED));

    // Then
    assertThat(answer.json().path("reason").asText()).isEqualTo("PROOF_INVALID");
    assertThat(assent.ledger().results(challenged.operationId())).isEmpty();
  }

  @Test
  @Tag("AS-1")
  void shouldLetANewerOperationTakeThePlaceOfTheOlderOneOfItsScope() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged older = assent.challenged(holder, scoped());
    ChallengeDocument shown = assent.retrieve(older);

    // When
    Answer created = api.create(holder.userId(), scoped());
    Challenged newer = RunningAssent.challenged(holder, created);
    String number = created.json().path("matchingValue").asText();
    Answer ofOlder = prove(older, shown, number);
    Answer ofNewer = prove(newer, assent.retrieve(newer), number);

    // Then
    assertThat(ofOlder.json().path("reason").asText()).isEqualTo("OPERATION_CLOSED");
    assertThat(ofNewer.status()).as(ofNewer.text()).isEqualTo(200);
    assent.settle(holder);
    assertThat(assent.ledger().results(older.operationId()))
        .extracting(OperationResult::getOutcome, OperationResult::getReason)
        .containsExactly(tuple(ResultOutcome.CANCELLED, "SUPERSEDED"));
    assertThat(assent.ledger().results(newer.operationId()))
        .extracting(OperationResult::getOutcome)
        .containsExactly(ResultOutcome.APPROVED);
  }

  private Answer prove(Challenged challenged, ChallengeDocument document, String entered) {
    Holder holder = challenged.holder();
    return api.prove(
        holder.userId(),
        challenged.challengeKey(),
        holder.device().approve(document, ProofKind.DEVICE_PIN, Optional.of(entered)));
  }

  private Answer createLogin(Holder holder) {
    return api.create(holder.userId(), NativeApi.login(RunningAssent.freshOperationId()));
  }

  private static ObjectNode scoped() {
    return NativeApi.login(RunningAssent.freshOperationId()).put("scope", "login");
  }

  private static String otherThan(String number) {
    return number.equals("00") ? "01" : "00";
  }

  /** Repeats while the processor does not know the template yet. */
  private Answer createPayment(Holder holder) throws IOException {
    addTemplate();
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> api.create(holder.userId(), payment()),
            answer -> !answer.json().path("reason").asText().equals("INVALID_REQUEST"));
  }

  private static ObjectNode payment() {
    ObjectNode creation =
        NativeApi.object()
            .put("operationId", RunningAssent.freshOperationId())
            .put("kind", "SIGNING")
            .put("language", "de");
    creation.putObject("template").put("id", "payment").put("version", 1);
    creation
        .putObject("displayData")
        .put("amount", "12.50")
        .put("currency", "EUR")
        .put("payee", "Jane Doe");
    return creation;
  }

  /** Leaves the rest of the demo tenant as it is: other tests use it. */
  private void addTemplate() throws IOException {
    Map<String, String> key =
        Map.of("X-Api-Key", Files.readString(assent.local().administrationKeyFile()));
    Answer read = assent.api().send("GET", path(), new byte[0], key);
    ObjectNode tenant = (ObjectNode) read.json();
    ObjectNode policy = (ObjectNode) tenant.path("policy");
    policy.set("templates", new ObjectMapper().readTree(templates()));
    ObjectNode change = NativeApi.object().put("displayName", tenant.path("displayName").asText());
    change.set("policy", policy);
    byte[] body = change.toString().getBytes(StandardCharsets.UTF_8);
    Answer written =
        assent
            .api()
            .send(
                "PUT",
                path(),
                body,
                Map.of(
                    "X-Api-Key", key.get("X-Api-Key"), "If-Match", read.entityTag().orElseThrow()));
    assertThat(written.status()).as(written.text()).isEqualTo(200);
  }

  private String path() {
    return "/api/v1/tenants/" + assent.tenant();
  }

  private static String templates() {
    return """
        [{"id": "payment", "version": 1,
          "fields": {"amount": "AMOUNT", "currency": "CURRENCY", "payee": "TEXT"},
          "texts": {
            "en": "Pay {amount} {currency} to {payee}?",
            "de": "{amount} {currency} an {payee} zahlen?"}}]
        """;
  }
}
