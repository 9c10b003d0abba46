package dev.assent.verification.bench.connectors;

import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.SelectableAvroSerde;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.simulator.authority.TestAuthority;
import dev.assent.standalone.simulator.idp.IdentityProviderSimulator;
import dev.assent.standalone.simulator.rest.SimulatorSettings;
import dev.assent.verification.bench.ConnectionPool;
import dev.assent.verification.bench.LoadConnection;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A tenant, its users at a simulated identity provider, and what they are asked for. */
final class Provision implements AutoCloseable {
  private static final int CREATED = 201;
  private static final int UNAVAILABLE = 503;
  private static final int AT_ONCE = 16;

  /** A busy system is slow to answer. */
  private static final int TRIES = 10;

  private static final Duration USER_TAKES = Duration.ofMillis(200);
  private static final Duration LIFE = Duration.ofMinutes(10);

  /** Users here have many operations, and nobody is to wait because some of them expired. */
  private static final String POLICY =
      "{\"displayName\":\"Faults\",\"policy\":{\"maximumPending\":1000,\"toleratedRefusals\":100,\"coolDown\":0}}";

  private final LocalAssent assent;
  private final String tenant = "faults-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
  private final String apiKey;
  private final IdentityProviderSimulator simulator;
  private final Witness witness;
  private final SelectableAvroSerde<OperationRequest> requests;
  private final KafkaProducer<String, byte[]> producer;

  Provision(LocalAssent assent) throws IOException, InterruptedException {
    this.assent = assent;
    try (Administration administration = new Administration(assent)) {
      administration.send("PUT", "/" + tenant, POLICY);
      this.apiKey =
          administration
              .send(
                  "POST", "/" + tenant + "/api-keys", "{\"roles\":[\"CREDENTIAL_ADMINISTRATION\"]}")
              .path("key")
              .asText();
    }
    Map<String, Object> clients = assent.clientConfiguration();
    this.simulator =
        IdentityProviderSimulator.start(
            new SimulatorSettings(0, TestAuthority.create(), USER_TAKES, Duration.ZERO, LIFE));
    this.witness = new Witness(clients);
    this.requests = SelectableAvroSerde.forValues(clients, OperationRequest.class);
    this.producer = new KafkaProducer<>(clients, new StringSerializer(), new ByteArraySerializer());
  }

  IdentityProviderSimulator simulator() {
    return simulator;
  }

  Witness witness() {
    return witness;
  }

  /** A worker's settings for a connector that calls the provider through the gate. */
  static List<String> connector(String name, Gate gate, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of("kind=idp", "channel=idp", "poll.after=PT1S", "url=" + gate.address()));
    settings.addAll(List.of(more));
    return settings.stream().map(setting -> "--connector." + name + "." + setting).toList();
  }

  /**
   * Registers users with a credential at the connector.
   *
   * @return their ids
   */
  List<String> users(String connector, int count)
      throws IOException, InterruptedException, ExecutionException {
    Semaphore turns = new Semaphore(AT_ONCE);
    List<Future<String>> registrations = new ArrayList<>();
    try (ConnectionPool ingress = new ConnectionPool(assent.addresses().ingress());
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < count; number++) {
        String userId = connector + "." + number;
        registrations.add(
            executor.submit(
                () -> {
                  turns.acquire();
                  try {
                    return registered(ingress, connector, userId);
                  } finally {
                    turns.release();
                  }
                }));
      }
      List<String> users = new ArrayList<>();
      for (Future<String> registration : registrations) {
        users.add(registration.get());
      }
      return users;
    }
  }

  private String registered(ConnectionPool ingress, String connector, String userId)
      throws IOException, CertificateEncodingException {
    String credential =
        "{\"credentialId\":\"idp\",\"channel\":\"IDP\",\"connector\":\"%s\",\"certificate\":\"%s\"}"
            .formatted(
                connector,
                Base64.getEncoder().encodeToString(simulator.certificate(userId).getEncoded()));
    LoadConnection.Answer answer;
    int tries = TRIES;
    do {
      answer =
          ingress.post(
              "/api/v1/users/" + userId + "/provider-credentials",
              "X-Api-Key: " + apiKey,
              credential);
      tries--;
    } while (answer.status() == UNAVAILABLE && tries > 0);
    if (answer.status() != CREATED) {
      throw new IOException("a credential was not registered: " + answer);
    }
    return userId;
  }

  /** Asks for the user's consent, as an upstream system does over Kafka. */
  void request(String userId, String operationId, Duration timeToLive) {
    OperationRequest request =
        OperationRequest.newBuilder()
            .setTenant(tenant)
            .setUserId(userId)
            .setOperationId(operationId)
            .setKind(OperationKind.SIGNING)
            .setChannel(Channel.IDP)
            .setDisplayData(Map.of("amount", "12.50", "currency", "EUR"))
            .setTimeToLive(timeToLive.toMillis())
            .build();
    var _ =
        producer.send(
            new ProducerRecord<>(
                Topic.REQUESTS.topicName(),
                new UserKey(request.getTenant(), userId).text(),
                requests.serializer().serialize(Topic.REQUESTS.topicName(), request)));
  }

  /** How often users were asked for the operation. */
  int prompts(String operationId) {
    return witness.transactions(operationId).stream().mapToInt(simulator::prompts).sum();
  }

  @Override
  public void close() {
    witness.close();
    producer.close();
    requests.close();
    simulator.close();
  }
}
