package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ConnectorOutcome;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.sealing.SealedChallengeException;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.cluster.Service;
import dev.assent.standalone.device.SimulatedDevice;
import dev.assent.standalone.process.StartFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** The system under test with everything that a test does to it. */
final class RunningAssent implements AutoCloseable {
  static final String SERIAL_NUMBER = "VDS1000120-1";

  private final LocalAssent local;
  private final Runnable afterwards;
  private final Api api;
  private final NativeApi nativeApi;
  private final Ledger ledger;
  private final KafkaProducer<String, byte[]> producer;
  private final SelectableAvroSerde<OperationRequest> requests;

  RunningAssent(LocalAssent local) {
    this(local, () -> {});
  }

  /**
   * @param afterwards ends what the system ran on
   */
  RunningAssent(LocalAssent local, Runnable afterwards) {
    this.local = local;
    this.afterwards = afterwards;
    this.api =
        new Api(
            local.addresses().ingress(),
            tenant(),
            local.demoTenant().frontEndKey(),
            local.demoTenant().backEndKey());
    this.nativeApi =
        new NativeApi(api, local.demoTenant().frontEndKey(), local.demoTenant().backEndKey());
    Map<String, Object> configuration = local.clientConfiguration();
    this.ledger = new Ledger(configuration);
    this.producer =
        new KafkaProducer<>(configuration, new StringSerializer(), new ByteArraySerializer());
    this.requests = SelectableAvroSerde.forValues(configuration, OperationRequest.class);
  }

  /**
   * A user with one device.
   *
   * @param userId upper-case hexadecimal, as the Keyless dialect wants it
   */
  record Holder(String userId, SimulatedDevice device) {}

  /** An operation whose challenge key is known, as after a push. */
  record Challenged(Holder holder, String operationId, String challengeKey) {}

  Api api() {
    return api;
  }

  NativeApi nativeApi() {
    return nativeApi;
  }

  Ledger ledger() {
    return ledger;
  }

  LocalAssent local() {
    return local;
  }

  String tenant() {
    return local.demoTenant().tenant();
  }

  /** Repeats the same attempt while a busy machine gives no answer in time, as a client has to. */
  private static Answer answered(Supplier<Answer> attempt) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(attempt::get, answer -> answer.status() != 503);
  }

  static String freshUserId() {
    return "%016X".formatted(ThreadLocalRandom.current().nextLong());
  }

  static String freshOperationId() {
    return UUID.randomUUID().toString();
  }

  /** A new user with an ordinary device. */
  Holder holder() {
    return holder(SignatureAlgorithm.ES256, KeyEncapsulation.P256);
  }

  /** A new user with a device with such keys. */
  Holder holder(SignatureAlgorithm algorithm, KeyEncapsulation encapsulation) {
    SimulatedDevice device = SimulatedDevice.create(SERIAL_NUMBER, algorithm, encapsulation);
    Holder holder = new Holder(freshUserId(), device);
    Answer answer = answered(() -> api.register(holder.userId(), device));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return holder;
  }

  /** A new operation of the user with its challenge key. */
  Challenged challenged(Holder holder) {
    String operationId = freshOperationId();
    Answer answer = answered(() -> api.create(holder.userId(), operationId, "Log in to the bank"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return new Challenged(holder, operationId, ledger.awaitChallengeKey(operationId));
  }

  /** A new operation that the native interface is asked for, with its challenge key. */
  Challenged challenged(Holder holder, ObjectNode creation) {
    return challenged(holder, nativeApi.create(holder.userId(), creation));
  }

  /** The operation of a creation or claim that must have succeeded. */
  static Challenged challenged(Holder holder, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isIn(200, 201);
    return new Challenged(
        holder,
        answer.json().path("operationId").asText(),
        answer.json().path("challengeKey").asText());
  }

  /** Retrieves the challenge natively and opens it. */
  ChallengeDocument retrieve(Challenged challenged) throws SealedChallengeException {
    SimulatedDevice device = challenged.holder().device();
    Answer answer = nativeApi.retrieve(challenged.challengeKey(), device.serialNumber());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return device.open(challenged.challengeKey(), answer.json().path("requestMessage").asText());
  }

  /** Retrieves the challenge and signs what it says. */
  String retrieveAndSign(Challenged challenged) throws Exception {
    SimulatedDevice device = challenged.holder().device();
    Map<String, String> attempt = Api.attempt(freshOperationId());
    Answer answer =
        answered(() -> api.retrieve(device.serialNumber(), challenged.challengeKey(), attempt));
    assertThat(answer.succeeded()).as(answer.text()).isTrue();
    return sign(challenged, answer);
  }

  /** Opens what was retrieved and signs what it says. */
  static String sign(Challenged challenged, Answer retrieval) throws Exception {
    SimulatedDevice device = challenged.holder().device();
    return device.approve(device.open(challenged.challengeKey(), retrieval.requestMessage()));
  }

  /** Approves as the user. */
  Answer approve(Challenged challenged) throws Exception {
    String signature = retrieveAndSign(challenged);
    return answered(
        () -> api.authenticate(challenged.holder().userId(), challenged.challengeKey(), signature));
  }

  /** An operation that an upstream system asks for over Kafka. */
  OperationRequest request(String userId, String operationId, Duration timeToLive) {
    return OperationRequest.newBuilder()
        .setTenant(tenant())
        .setUserId(userId)
        .setOperationId(operationId)
        .setKind(OperationKind.AUTHENTICATION)
        .setChannel(Channel.DEVICE)
        .setDisplayData(Map.of("amount", "12.50", "currency", "EUR"))
        .setTimeToLive(timeToLive.toMillis())
        .build();
  }

  /** Writes the request to Kafka. */
  RecordMetadata publish(OperationRequest request) {
    byte[] value = requests.serializer().serialize(Topic.REQUESTS.topicName(), request);
    return publish(
        Topic.REQUESTS, new UserKey(request.getTenant(), request.getUserId()).text(), value);
  }

  /** Reports what came of a task, as its connector does. */
  void report(ConnectorTask task, Object body) {
    ConnectorOutcome outcome =
        ConnectorOutcome.newBuilder()
            .setTenant(task.getTenant())
            .setUserId(task.getUserId())
            .setOperationId(task.getOperationId())
            .setTransactionId(task.getTransactionId())
            .setAttempt(task.getAttempt())
            .setReceivedAt(Instant.now())
            .setBody(body)
            .build();
    try (SelectableAvroSerde<ConnectorOutcome> serde =
        SelectableAvroSerde.forValues(local.clientConfiguration(), ConnectorOutcome.class)) {
      publish(
          Topic.CONNECTOR_OUTCOMES,
          UserKey.of(task.getTenant(), task.getUserId()).text(),
          serde.serializer().serialize(Topic.CONNECTOR_OUTCOMES.topicName(), outcome));
    }
  }

  /** Writes any bytes to Kafka. */
  RecordMetadata publish(Topic topic, String key, byte[] value) {
    try {
      return producer.send(new ProducerRecord<>(topic.topicName(), key, value)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker refused the record", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Returns once the processor has dealt with every command and deadline of the user that came
   * before: what is then not in the ledger will never be.
   */
  void settle(Holder holder) {
    settle(List.of(holder));
  }

  /** The same for several users at once. */
  void settle(List<Holder> holders) {
    List<String> operationIds = new ArrayList<>();
    for (Holder holder : holders) {
      String operationId = freshOperationId();
      publish(request(holder.userId(), operationId, Duration.ofSeconds(1)));
      operationIds.add(operationId);
    }
    for (String operationId : operationIds) {
      assertThat(ledger.awaitResult(operationId).getOutcome()).isEqualTo(ResultOutcome.EXPIRED);
    }
  }

  /** Repeats until there is a final answer, as a client must after 503. */
  static Answer untilAnswered(Supplier<Answer> attempt) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Answer answer = attempt.get();
    while (answer.status() == 503 && System.nanoTime() < deadline) {
      answer = attempt.get();
    }
    return answer;
  }

  /** Starts the processor and returns when it is ready. */
  void startProcessor() throws StartFailure, InterruptedException {
    local.start(Service.PROCESSOR);
  }

  /** Ends the processor with SIGKILL. */
  void killProcessor() throws InterruptedException {
    local.process(Service.PROCESSOR).kill();
  }

  @Override
  public void close() {
    ledger.close();
    producer.close();
    requests.close();
    local.close();
    afterwards.run();
  }
}
