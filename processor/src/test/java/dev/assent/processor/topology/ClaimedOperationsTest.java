package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.RETENTION;
import static dev.assent.processor.topology.TopologyDriver.TENANT;
import static dev.assent.processor.topology.TopologyDriver.TIME_TO_LIVE;
import static dev.assent.processor.topology.TopologyDriver.USER;
import static dev.assent.processor.topology.TopologyDriver.creation;
import static dev.assent.processor.topology.TopologyDriver.operation;
import static dev.assent.processor.topology.TopologyDriver.proof;
import static dev.assent.processor.topology.TopologyDriver.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.TestDevice;
import dev.assent.processor.state.StoreName;
import dev.assent.schemas.avro.ClaimOperation;
import dev.assent.schemas.avro.ClaimReply;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.DisplayTemplate;
import dev.assent.schemas.avro.HandOverOperation;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.ProofKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations that are created without a user, and the users whom they find. */
final class ClaimedOperationsTest {
  private static final TestDevice PHONE = TestDevice.edwards("VDS1-1");
  private static final TestDevice TABLET = TestDevice.elliptic("VDS2-2");
  private static final UserKey NOBODY = UserKey.unassigned(TENANT, "login");
  private static final String ANOTHER_USER = "C3D4";

  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    stream.register(PHONE);
    stream.registerFor(ANOTHER_USER, TABLET);
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldKeepAnOperationPendingUntilItHasAUser() {
    // When
    OperationSnapshot created = operation(create(creation("login")));

    // Then
    assertThat(created.getState()).isEqualTo(OperationState.PENDING);
    assertThat(created.getChallengeKey()).isNull();
    assertThat(stream.operations())
        .singleElement()
        .satisfies(record -> assertThat(record.key()).isEqualTo(NOBODY.text("login")));
    assertThat(stream.deadLetters()).isEmpty();
  }

  @Test
  void shouldBecomeTheOperationOfTheUserWhoseDeviceClaimsIt() throws Exception {
    // Given
    OperationSnapshot created = operation(create(creation("login")));

    // When
    OperationSnapshot claimed = operation(claim(USER.userId(), PHONE));

    // Then
    assertThat(claimed.getUserId()).isEqualTo(USER.userId());
    assertThat(claimed.getState()).isEqualTo(OperationState.CHALLENGED);
    assertThat(claimed.getCreatedAt()).isEqualTo(created.getCreatedAt());
    assertThat(claimed.getExpiresAt()).isEqualTo(created.getExpiresAt());
    byte[] document = stream.retrieve(claimed.getChallengeKey(), PHONE);
    Reply reply =
        stream.ask(stream.command(proof(claimed.getChallengeKey(), PHONE.sign(document))));
    assertThat(reply.getBody()).isInstanceOf(ProofReply.class);
  }

  @Test
  void shouldLeaveATombstoneWhereItWas() {
    // Given
    create(creation("login"));
    stream.operations();

    // When
    claim(USER.userId(), PHONE);

    // Then
    List<TestRecord<String, OperationSnapshot>> operations = stream.operations();
    assertThat(operations)
        .extracting(TestRecord::key)
        .containsExactly(NOBODY.text("login"), USER.text("login"));
    assertThat(operations.getFirst().value()).isNull();
    assertThat(stream.results()).isEmpty();
  }

  @Test
  void shouldResolveTheClaimToTheUserFromThenOn() {
    // Given
    create(creation("login"));
    Reply before = resolve();
    claim(USER.userId(), PHONE);

    // When
    Reply after = resolve();

    // Then
    assertThat(before.getBody()).isEqualTo(new ClaimReply(NOBODY.userId()));
    assertThat(after.getBody()).isEqualTo(new ClaimReply(USER.userId()));
  }

  @Test
  @Tag("AS-8")
  void shouldNotBeKnownToASecondClaimer() {
    // Given
    create(creation("login"));
    claim(USER.userId(), PHONE);

    // When
    Reply reply = claim(ANOTHER_USER, TABLET);

    // Then
    assertThat(reason(reply)).isEqualTo("OPERATION_UNKNOWN");
  }

  @Test
  void shouldStayForAnotherUserWhereTheClaimingDeviceCannotProve() {
    // Given
    CreateOperation onlyByToken =
        CreateOperation.newBuilder(creation("login")).setProofKinds(List.of("OCRA")).build();
    create(onlyByToken);

    // When
    Reply reply = claim(USER.userId(), PHONE);

    // Then
    assertThat(reason(reply)).isEqualTo("NO_ELIGIBLE_CREDENTIAL");
    assertThat(resolve().getBody()).isEqualTo(new ClaimReply(NOBODY.userId()));
  }

  @Test
  void shouldExpireUnclaimedWithExactlyOneResult() {
    // Given
    create(creation("login"));

    // When
    stream.pass(TIME_TO_LIVE);
    List<OperationResult> results = stream.results();
    stream.pass(RETENTION);

    // Then
    assertThat(results)
        .extracting(OperationResult::getOutcome)
        .containsExactly(ResultOutcome.EXPIRED);
    assertThat(stream.results()).isEmpty();
  }

  @Test
  void shouldExpireClaimedWithExactlyOneResultAndLeaveNothing() {
    // Given
    create(creation("login"));
    claim(USER.userId(), PHONE);

    // When
    stream.pass(TIME_TO_LIVE);
    List<OperationResult> results = stream.results();
    stream.pass(RETENTION);

    // Then
    assertThat(results).extracting(OperationResult::getUserId).containsExactly(USER.userId());
    assertThat(stream.results()).isEmpty();
    assertThat(
            List.of(
                stream.entries(StoreName.OPERATIONS),
                stream.entries(StoreName.CHALLENGES),
                stream.entries(StoreName.ATTEMPTS),
                stream.entries(StoreName.TIMERS),
                stream.entries(StoreName.CLAIMS)))
        .containsOnly(0L);
    assertThat(stream.contents(StoreName.USERS))
        .extracting(entry -> entry.key)
        .doesNotContain(NOBODY.text());
  }

  @Test
  void shouldFreeTheIdOfAnUnclaimedOperation() {
    // Given
    create(creation("login"));
    stream.pass(TIME_TO_LIVE);
    stream.pass(RETENTION);

    // When
    OperationSnapshot created = operation(create(creation("login")));

    // Then
    assertThat(created.getState()).isEqualTo(OperationState.PENDING);
    assertThat(created.getUserSequence()).isEqualTo(1);
  }

  @Test
  void shouldAnswerARepeatedClaimWithTheFirstReply() throws Exception {
    // Given
    create(creation("login"));
    Reply first = claim(USER.userId(), PHONE);
    String key = operation(first).getChallengeKey();
    stream.retrieve(key, PHONE);

    // When
    Reply again = claim(USER.userId(), PHONE);

    // Then
    assertThat(again).isEqualTo(Reply.newBuilder(first).setRepeated(true).build());
  }

  @Test
  void shouldAnswerARepeatedCreationWithTheFirstReplyWhoeverHasItByNow() {
    // Given
    Reply first = create(creation("login"));
    claim(USER.userId(), PHONE);
    stream.operations();

    // When
    Reply again = create(creation("login"));

    // Then
    assertThat(again).isEqualTo(Reply.newBuilder(first).setRepeated(true).build());
    assertThat(stream.operations()).isEmpty();
  }

  @Test
  void shouldNotCreateAnIdTwiceThatFoundItsUser() {
    // Given
    create(creation("login"));
    claim(USER.userId(), PHONE);

    // When
    Reply other =
        stream.ask(
            stream.command(creation("login")).setUserId(null).setIdempotencyKey("header:other"));
    Reply withoutKey = stream.ask(stream.command(creation("login")).setUserId(null));

    // Then
    assertThat(List.of(reason(other), reason(withoutKey)))
        .containsExactly("OPERATION_EXISTS", "OPERATION_EXISTS");
    assertThat(resolve().getBody()).isEqualTo(new ClaimReply(USER.userId()));
  }

  @Test
  void shouldNotCreateAnIdTwiceThatIsJustBeingHandedOver() {
    // Given: a second creation was admitted before the claim was re-pointed
    create(creation("login"));
    claim(USER.userId(), PHONE);
    stream.operations();
    Command late =
        stream
            .command(creation("login"))
            .setUserId(NOBODY.userId())
            .setCorrelationId(null)
            .setIdempotencyKey("header:late")
            .setClaimVersion(2L)
            .build();

    // When
    stream.pipe(Topic.ADMITTED, NOBODY.text(), TopologyDriver.encodeInternal(late));

    // Then
    assertThat(stream.operations()).isEmpty();
    assertThat(stream.deadLetters())
        .extracting(DeadLetter::getReason)
        .containsExactly("OPERATION_EXISTS");
  }

  @Test
  @Tag("NI-2")
  void shouldTellTheValueToBeEnteredToTheRelyingPartyAlone() throws Exception {
    // Given
    CreateOperation matched =
        CreateOperation.newBuilder(creation("login")).setMatchingValue("4711").build();

    // When
    OperationReply created = (OperationReply) create(matched).getBody();
    OperationReply claimed = (OperationReply) claim(USER.userId(), PHONE).getBody();

    // Then
    assertThat(created.getMatchingValue()).isEqualTo("4711");
    assertThat(claimed.getMatchingValue()).isNull();
    String key = claimed.getOperation().getChallengeKey();
    byte[] document = stream.retrieve(key, PHONE);
    byte[] signature = PHONE.approve(document, ProofKind.DEVICE_PIN, Optional.of("4711"));
    assertThat(stream.ask(stream.command(proof(key, signature))).getBody())
        .isInstanceOf(ProofReply.class);
  }

  @Test
  void shouldHandOverWhatThePolicyWouldNotTakeAnyMore() throws Exception {
    // Given
    stream.policy(policy -> policy.setTemplates(List.of(template())));
    create(
        CreateOperation.newBuilder(creation("login"))
            .setTemplateId("pay")
            .setTemplateVersion(1)
            .build());
    stream.policy(policy -> policy.setNumberMatching("REQUIRED"));

    // When
    OperationSnapshot claimed = operation(claim(USER.userId(), PHONE));

    // Then
    assertThat(claimed.getText()).isEqualTo("Pay 12.50 EUR?");
    assertThat(
            new String(stream.retrieve(claimed.getChallengeKey(), PHONE), StandardCharsets.UTF_8))
        .contains("\"text\":\"Pay 12.50 EUR?\"");
  }

  @Test
  void shouldRefuseAHandOverThatTheProcessorDidNotSend() {
    // Given
    create(creation("login"));
    CreateOperation forged =
        CreateOperation.newBuilder(creation("login")).setClaimedBy(PHONE.serialNumber()).build();
    HandOverOperation handOver =
        new HandOverOperation(
            "login", USER.userId(), PHONE.serialNumber(), null, List.of("DEVICE_PIN"), true);

    // When
    Reply creation = stream.ask(stream.command(forged));
    Reply handedOver = stream.ask(stream.command(handOver).setUserId(NOBODY.userId()));

    // Then
    assertThat(List.of(reason(creation), reason(handedOver)))
        .containsExactly("INVALID_REQUEST", "INVALID_REQUEST");
    assertThat(resolve().getBody()).isEqualTo(new ClaimReply(NOBODY.userId()));
  }

  @Test
  void shouldRefuseACreationPastTheClaims() {
    // Given
    stream.create("payment");
    stream.operations();
    Command forged =
        stream.command(creation("payment")).setClaimVersion(99L).setIdempotencyKey("x").build();

    // When
    stream.pipe(Topic.COMMANDS, USER.text(), TopologyDriver.encode(Topic.COMMANDS, forged));

    // Then
    assertThat(stream.operations()).isEmpty();
    stream.pass(TIME_TO_LIVE);
    stream.pass(RETENTION);
    assertThat(stream.entries(StoreName.CLAIMS)).isZero();
  }

  private static DisplayTemplate template() {
    return DisplayTemplate.newBuilder()
        .setId("pay")
        .setVersion(1)
        .setTexts(Map.of("en", "Pay {amount}?"))
        .setFields(Map.of("amount", "TEXT"))
        .build();
  }

  private Reply create(CreateOperation creation) {
    return stream.ask(
        stream.command(creation).setUserId(null).setIdempotencyKey("header:creation"));
  }

  private Reply claim(String userId, TestDevice device) {
    return stream.ask(
        stream
            .command(new ClaimOperation("login", device.serialNumber()))
            .setUserId(userId)
            .setIdempotencyKey("header:claim"));
  }

  private Reply resolve() {
    return stream.ask(stream.command(new ResolveClaim("login")).setUserId(null));
  }
}
