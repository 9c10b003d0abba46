package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.USER;
import static dev.assent.processor.topology.TopologyDriver.creation;
import static dev.assent.processor.topology.TopologyDriver.encode;
import static dev.assent.processor.topology.TopologyDriver.proof;
import static dev.assent.processor.topology.TopologyDriver.reason;
import static dev.assent.processor.topology.TopologyDriver.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.processor.decision.TestDevice;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.avro.DisplayTemplate;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.model.ProofKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a relying party can ask for, over Kafka and over HTTP, and what its tenant allows. */
final class CreationTermsTest {
  private static final TestDevice PHONE = TestDevice.edwards("VDS1-1");
  private static final String VALUE = "90210735";

  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    stream.register(PHONE);
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldTakeAllTermsOfARequestFromKafka() throws Exception {
    // Given
    stream.policy(policy -> policy.setTemplates(List.of(template())));

    // When
    send(
        OperationRequest.newBuilder(request("payment"))
            .setTemplateId("pay")
            .setTemplateVersion(3)
            .setLanguage("de-CH")
            .setScope("payments")
            .setExternalReference("order-7")
            .setProofKinds(List.of("DEVICE_BIOMETRIC"))
            .setMaximumFailedProofs(1)
            .setMatchingValue(VALUE)
            .build());

    // Then
    OperationSnapshot operation = onlyOperation();
    assertThat(operation.getText()).isEqualTo("12.50 EUR zahlen?");
    assertThat(operation.getScope()).isEqualTo("payments");
    assertThat(operation.getExternalReference()).isEqualTo("order-7");
    assertThat(operation.getProofKinds()).containsExactly("DEVICE_BIOMETRIC");
    assertThat(operation.getMatchingDigits()).isEqualTo(8);
    String key = operation.getChallengeKey();
    byte[] document = stream.retrieve(key, PHONE);
    JsonNode shown = new ObjectMapper().readTree(document);
    assertThat(shown.path("text").asText()).isEqualTo("12.50 EUR zahlen?");
    assertThat(shown.path("templateVersion").asInt()).isEqualTo(3);
    byte[] signature = PHONE.approve(document, ProofKind.DEVICE_BIOMETRIC, Optional.of(VALUE));
    stream.ask(stream.command(proof(key, signature)));
    OperationResult result = stream.results().getFirst();
    assertThat(result.getProofKind()).isEqualTo("DEVICE_BIOMETRIC");
    assertThat(result.getExternalReference()).isEqualTo("order-7");
    assertThat(result.getEvidence().getEnteredValue()).isEqualTo(VALUE);
  }

  @Test
  void shouldSupersedeAnOperationOverHttpByARequestFromKafka() {
    // Given
    stream.create(CreateOperation.newBuilder(creation("old")).setScope("payments").build());

    // When
    send(OperationRequest.newBuilder(request("new")).setScope("payments").build());

    // Then
    assertThat(stream.results())
        .extracting(OperationResult::getOperationId, OperationResult::getReason)
        .containsExactly(tuple("old", "SUPERSEDED"));
  }

  @Test
  void shouldSetAsideTermsThatCannotBe() {
    // When
    send(OperationRequest.newBuilder(request("a")).setProofKinds(List.of("a-secret")).build());
    send(OperationRequest.newBuilder(request("b")).setTemplateId("pay").build());
    send(OperationRequest.newBuilder(request("c")).setMatchingValue("1").build());
    send(OperationRequest.newBuilder(request("d")).setScope("two words").build());
    send(OperationRequest.newBuilder(request("e")).setExternalReference("x".repeat(257)).build());

    // Then
    List<DeadLetter> letters = stream.deadLetters();
    assertThat(letters).extracting(DeadLetter::getReason).containsOnly("INVALID_REQUEST");
    assertThat(letters).hasSize(5);
    assertThat(letters.toString()).doesNotContain("a-secret", "dev.assent.schemas.model");
    assertThat(stream.operations()).isEmpty();
  }

  @Test
  @Tag("NI-2")
  void shouldPublishNothingOfTheValueBeforeItIsApproved() throws Exception {
    // Given
    CreateOperation matched =
        CreateOperation.newBuilder(creation("payment")).setMatchingValue(VALUE).build();
    Reply reply = stream.create(matched);
    assertThat(((OperationReply) reply.getBody()).getMatchingValue()).isEqualTo(VALUE);
    String key = TopologyDriver.operation(reply).getChallengeKey();
    byte[] document = stream.retrieve(key, PHONE);

    // When
    byte[] wrong = PHONE.approve(document, ProofKind.DEVICE_PIN, Optional.of("00000000"));
    for (int count = 0; count < TopologyDriver.MAXIMUM_FAILED_PROOFS; count++) {
      stream.ask(stream.command(proof(key, wrong)));
    }

    // Then
    assertThat(new String(document, StandardCharsets.UTF_8)).doesNotContain(VALUE);
    for (Topic topic :
        List.of(Topic.OPERATIONS, Topic.RESULTS, Topic.CREDENTIALS, Topic.DEAD_LETTERS)) {
      assertThat(stream.raw(topic))
          .as("on %s", topic)
          .noneMatch(value -> new String(value, StandardCharsets.ISO_8859_1).contains(VALUE));
    }
  }

  @Test
  void shouldTellAValueThatItChoseToTheOneWhoCanShowIt() {
    // When
    OperationReply shown =
        (OperationReply)
            stream
                .create(CreateOperation.newBuilder(creation("a")).setMatchingPossible(true).build())
                .getBody();
    OperationReply unshown = (OperationReply) stream.create(creation("b")).getBody();

    // Then
    assertThat(shown.getMatchingValue()).matches("[0-9]{2}");
    assertThat(shown.getOperation().getMatchingDigits()).isEqualTo(2);
    assertThat(unshown.getMatchingValue()).isNull();
  }

  @Test
  @Tag("AS-3")
  void shouldRefuseMoreThanTheTenantsQuotaOfAllUsersTogether() {
    // Given
    stream.registerFor("C3D4", PHONE);
    stream.create("first");
    stream.create("second");
    stream.policy(policy -> policy.setPendingQuota(3));

    // When
    stream.create("third");
    Reply refused = stream.ask(stream.command(creation("fourth")).setUserId("C3D4"));

    // Then
    assertThat(reason(refused)).isEqualTo("QUOTA_EXCEEDED");
  }

  @Test
  void shouldCountTheQuotaFromWhatIsStoredAfterARestart(@TempDir Path another) {
    // Given
    stream.policy(policy -> policy.setPendingQuota(2));
    stream.create("first");
    stream.create("second");
    stream = stream.restarted(another);

    // When
    Reply refused = stream.create(creation("third"));

    // Then
    assertThat(reason(refused)).isEqualTo("QUOTA_EXCEEDED");
  }

  @Test
  void shouldGiveTheQuotaBackForWhatIsClosed() {
    // Given
    stream.policy(policy -> policy.setPendingQuota(1).setCoolDown(0));
    stream.create("first");
    stream.pass(TopologyDriver.TIME_TO_LIVE);

    // When
    OperationSnapshot second = stream.create("second");

    // Then
    assertThat(second.getOperationId()).isEqualTo("second");
    assertThat(reason(stream.create(creation("third")))).isEqualTo("QUOTA_EXCEEDED");
  }

  private static DisplayTemplate template() {
    return DisplayTemplate.newBuilder()
        .setId("pay")
        .setVersion(3)
        .setTexts(Map.of("en", "Pay {amount}?", "de", "{amount} zahlen?"))
        .setFields(Map.of("amount", "TEXT"))
        .build();
  }

  private void send(OperationRequest request) {
    stream.pipe(Topic.REQUESTS, USER.text(), encode(Topic.REQUESTS, request));
  }

  private OperationSnapshot onlyOperation() {
    var operations = stream.operations();
    assertThat(operations).hasSize(1);
    return operations.getFirst().value();
  }
}
