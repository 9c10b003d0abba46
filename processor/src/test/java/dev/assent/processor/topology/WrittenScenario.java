package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.creation;
import static dev.assent.processor.topology.TopologyDriver.proof;
import static dev.assent.processor.topology.TopologyDriver.retrieval;

import dev.assent.processor.decision.TestDevice;
import dev.assent.processor.state.DeviceCodec;
import dev.assent.processor.state.StoreName;
import dev.assent.processor.topology.Written.Entry;
import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.ChallengeRecord;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.ClaimRecord;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.CredentialsRecord;
import dev.assent.schemas.avro.IdempotencyRecord;
import dev.assent.schemas.avro.OperationRecord;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.avro.RevokeDevice;
import dev.assent.schemas.avro.SubmitProof;
import dev.assent.schemas.avro.TimerRecord;
import dev.assent.schemas.avro.UserRecord;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.sealing.SealedChallenge;
import dev.assent.schemas.sealing.SealedChallengeException;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Has this version write one of everything, so that later versions can be tested with it: every
 * kind of command, reply and timer, and an operation in every state that is reached.
 */
final class WrittenScenario {
  static final String PHONE = "VDS1-1";
  static final String TABLET = "VDS2-2";
  static final String LOST = "VDS3-3";
  static final String ANOTHER_USER = "C3D4";

  /** Of records whose key nothing depends on. */
  private static final String UNKEPT = "";

  private static final Map<String, Class<? extends SpecificRecord>> STORES =
      Map.of(
          StoreName.CLAIMS, ClaimRecord.class,
          StoreName.USERS, UserRecord.class,
          StoreName.CREDENTIALS, CredentialsRecord.class,
          StoreName.OPERATIONS, OperationRecord.class,
          StoreName.CHALLENGES, ChallengeRecord.class,
          StoreName.ATTEMPTS, IdempotencyRecord.class,
          StoreName.TIMERS, TimerRecord.class);

  private final List<Entry> entries = new ArrayList<>();
  private final TestDevice phone = TestDevice.edwards(PHONE);
  private final TestDevice tablet = TestDevice.elliptic(TABLET);
  private final TestDevice lost = TestDevice.edwards(LOST);
  private final TopologyDriver stream;
  private int attempts;

  private WrittenScenario(TopologyDriver stream) {
    this.stream = stream;
  }

  static Written run(Path directory) throws SealedChallengeException {
    try (TopologyDriver stream = new TopologyDriver(directory)) {
      WrittenScenario scenario = new WrittenScenario(stream);
      scenario.devices();
      scenario.operations();
      scenario.leftovers();
      scenario.keepStores();
      scenario.keepTopics();
      return new Written(scenario.entries);
    }
  }

  private void devices() {
    for (TestDevice device : List.of(phone, tablet, lost)) {
      attempt(
          RegisterDevice.newBuilder()
              .setSerialNumber(device.serialNumber())
              .setSigningKey(DeviceCodec.toAvro(device.signingKey().jsonWebKey()))
              .setEncryptionKey(DeviceCodec.toAvro(device.encryptionKey().jsonWebKey()))
              .build());
    }
    attempt(new RevokeDevice(LOST));
  }

  private void operations() throws SealedChallengeException {
    attempt(CreateOperation.newBuilder(creation("expired")).setTimeToLive(1_000L).build());
    stream.pass(Duration.ofSeconds(2));
    attempt(CreateOperation.newBuilder(creation("challenged")).setExternalUserId("ext-1").build());
    attempt(creation("cancelled"));
    attempt(new CancelOperation("cancelled"));

    SubmitProof approval = retrieved("retrieved", phone);
    attempt(proof(approval.getChallengeKey(), new byte[] {1, 2, 3}));
    next("retrieved", approval);
    next("retrieved-by-tablet", retrieved("retrieved-by-tablet", tablet));

    attempt(retrieved("approved", phone));
    attempt(retrieved("approved-by-tablet", tablet));

    SubmitProof failure = retrieved("failed", tablet);
    failure.setSignature(ByteBuffer.wrap(new byte[64]));
    for (int count = 0; count < TopologyDriver.MAXIMUM_FAILED_PROOFS; count++) {
      attempt(failure);
    }
  }

  /** What is left where nothing was decided. */
  private void leftovers() {
    OperationRequest request = TopologyDriver.request("requested");
    stream.pipe(Topic.REQUESTS, "any", TopologyDriver.encode(Topic.REQUESTS, request));
    entries.add(Entry.of(Topic.REQUESTS.topicName(), UNKEPT, request));
    stream.pipe(Topic.REQUESTS, "any", new byte[] {1});
    ask(stream.command(new ResolveClaim("challenged")).setUserId(null));
    ask(stream.command(creation("released")).setUserId(ANOTHER_USER));
  }

  /** Creates the operation, hands its challenge out, and gives the proof that approves it. */
  private SubmitProof retrieved(String operationId, TestDevice device)
      throws SealedChallengeException {
    Reply created = attempt(creation(operationId));
    String key = ((OperationReply) created.getBody()).getOperation().getChallengeKey();
    RetrieveChallenge retrieval = retrieval(key, device);
    ChallengeReply reply = (ChallengeReply) attempt(retrieval).getBody();
    byte[] document =
        SealedChallenge.open(device.decryptionKey(), key, reply.getSealedChallenge().array());
    return proof(key, device.sign(document));
  }

  private Reply attempt(SpecificRecord body) {
    return ask(stream.command(body).setIdempotencyKey("header:attempt-" + attempts++));
  }

  private Reply ask(Command.Builder command) {
    Reply reply = stream.ask(command);
    Topic topic = topicOf(command.getBody());
    entries.add(Entry.of(topic.topicName(), command.getCorrelationId(), command.build()));
    entries.add(Entry.of(Topic.REPLIES.topicName(), command.getCorrelationId(), reply));
    return reply;
  }

  private void next(String operationId, SpecificRecord body) {
    entries.add(Entry.of(Written.NEXT, operationId, stream.command(body).build()));
  }

  private void keepStores() {
    STORES.forEach(
        (store, type) ->
            stream
                .contents(store)
                .forEach(
                    entry -> {
                      SpecificRecord value = SingleObjectSerde.of(type).decode(entry.value);
                      entries.add(Entry.of(store, entry.key, value));
                    }));
  }

  private void keepTopics() {
    stream
        .contents(StoreName.TENANTS)
        .forEach(entry -> keepRegistered(Topic.TENANTS, entry.key, entry.value));
    for (Topic topic :
        List.of(Topic.OPERATIONS, Topic.RESULTS, Topic.CREDENTIALS, Topic.DEAD_LETTERS)) {
      stream.raw(topic).forEach(value -> keepRegistered(topic, UNKEPT, value));
    }
    SingleObjectSerde<Command> commands = SingleObjectSerde.of(Command.class);
    for (Topic topic : List.of(Topic.REQUESTED, Topic.ADMITTED)) {
      stream
          .raw(topic)
          .forEach(
              value -> entries.add(Entry.of(topic.topicName(), UNKEPT, commands.decode(value))));
    }
  }

  private void keepRegistered(Topic topic, Object key, byte[] value) {
    Class<? extends SpecificRecord> type =
        JsonRecords.type(topic.valueSchema().orElseThrow().getName());
    entries.add(Entry.of(topic.topicName(), key, TopologyDriver.decode(topic, value, type)));
  }

  private static Topic topicOf(Object body) {
    return body instanceof CreateOperation || body instanceof ResolveClaim
        ? Topic.CLAIMS
        : Topic.COMMANDS;
  }
}
