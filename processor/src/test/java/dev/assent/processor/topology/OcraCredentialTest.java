package dev.assent.processor.topology;

import static dev.assent.processor.topology.TopologyDriver.USER;
import static dev.assent.processor.topology.TopologyDriver.bytes;
import static dev.assent.processor.topology.TopologyDriver.creation;
import static dev.assent.processor.topology.TopologyDriver.proof;
import static dev.assent.processor.topology.TopologyDriver.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.state.StoreName;
import dev.assent.schemas.avro.ChallengeReply;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.DeclineOperation;
import dev.assent.schemas.avro.OcraEvidence;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.sealing.SealedChallenge;
import dev.assent.schemas.sealing.SealedChallengeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A credential whose secret is shared (RFC 6287), from registration to the result. */
final class OcraCredentialTest {
  private static final String SERIAL_NUMBER = "TOK1-1";

  private final Token token = new Token(SERIAL_NUMBER);
  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    stream.ask(stream.command(token.registration(USER)));
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldApproveWithTheCounterAsEvidence() throws Exception {
    // Given
    String key = create("login");
    byte[] document = retrieve(key);

    // When
    Reply reply = stream.ask(stream.command(proof(key, token.approve(document, 0))));

    // Then
    assertThat(reply.getBody()).isInstanceOf(ProofReply.class);
    OperationResult result = stream.results().getFirst();
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
    assertThat(result.getProofKind()).isEqualTo("OCRA");
    assertThat(result.getEvidence()).isNull();
    assertThat(result.getOcraEvidence())
        .isEqualTo(
            new OcraEvidence(
                ByteBuffer.wrap(document), Token.SUITE.text(), SERIAL_NUMBER, 0L, null, null));
  }

  @Test
  void shouldDeclineWithAResponseOverTheReason() throws Exception {
    // Given
    String key = create("login");
    byte[] response = token.decline(retrieve(key), DeclineReason.UNWANTED, 0);

    // When
    stream.ask(
        stream.command(
            new DeclineOperation(key, "UNWANTED", ByteBuffer.wrap(response), null, null)));

    // Then
    OperationResult result = stream.results().getFirst();
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.DECLINED);
    assertThat(result.getOcraEvidence().getDeclineReason()).isEqualTo("UNWANTED");
  }

  @Test
  @Tag("OC-5")
  @Tag("OC-6")
  @Tag("SCA-2")
  void shouldRefuseACounterASecondTime() throws Exception {
    // Given
    approve("first", 0);
    String key = create("second");
    byte[] replayed = token.approve(retrieve(key), 0);

    // When
    Reply reply = stream.ask(stream.command(proof(key, replayed)));

    // Then
    assertThat(reason(reply)).isEqualTo("PROOF_INVALID");
    assertThat(stream.results()).isEmpty();
  }

  @Test
  @Tag("OC-6")
  void shouldKeepTheCounterOverARestart(@TempDir Path another) throws Exception {
    // Given
    approve("first", 2);
    stream = stream.restarted(another);
    String key = create("second");
    byte[] document = retrieve(key);

    // When
    Reply replayed = stream.ask(stream.command(proof(key, token.approve(document, 2))));
    Reply next = stream.ask(stream.command(proof(key, token.approve(document, 3))));

    // Then
    assertThat(reason(replayed)).isEqualTo("PROOF_INVALID");
    assertThat(next.getBody()).isInstanceOf(ProofReply.class);
  }

  @Test
  void shouldCountTheEventsOfTheCredential() throws Exception {
    // Given
    approve("login", 0);

    // When
    List<CredentialSnapshot> published = stream.credentials();

    // Then
    assertThat(published).extracting(CredentialSnapshot::getSequence).containsExactly(1L, 2L);
    assertThat(published.getLast().getOcraSuite()).isEqualTo(Token.SUITE.text());
  }

  @Test
  @Tag("KA-4")
  @Tag("OC-9")
  void shouldNotOpenTheSecretOfAnotherUser() throws Exception {
    // Given
    UserKey another = new UserKey(USER.tenant(), "C3D4");
    stream.ask(stream.command(token.registration(USER)).setUserId(another.userId()));
    CreateOperation creation = login("theirs");
    String key =
        TopologyDriver.operation(stream.ask(stream.command(creation).setUserId(another.userId())))
            .getChallengeKey();
    byte[] response = token.approve(retrieve(key), 0);

    // When
    Reply reply = stream.ask(stream.command(proof(key, response)).setUserId(null));

    // Then
    assertThat(reason(reply)).isEqualTo("PROOF_INVALID");
  }

  @Test
  @Tag("SCA-12")
  @Tag("CR-2")
  void shouldLetNothingOfTheSecretOut() throws Exception {
    // Given
    String key = create("login");
    byte[] response = token.approve(retrieve(key), 0);
    ByteBuffer encrypted = token.registration(USER).getOcra().getEncryptedSecret();

    // When
    stream.ask(stream.command(proof(key, response)).setIdempotencyKey("proof:1"));

    // Then
    List<byte[]> kept =
        stream.contents(StoreName.CREDENTIALS).stream().map(entry -> entry.value).toList();
    assertThat(kept).hasSize(1);
    assertThat(contains(kept.getFirst(), token.secret())).isFalse();
    byte[] ciphertext = ciphertext(kept.getFirst(), encrypted.remaining());
    for (Topic topic :
        List.of(Topic.CREDENTIALS, Topic.OPERATIONS, Topic.RESULTS, Topic.DEAD_LETTERS)) {
      for (byte[] value : stream.raw(topic)) {
        assertThat(contains(value, token.secret())).as("the secret on %s", topic).isFalse();
        assertThat(contains(value, ciphertext)).as("its encryption on %s", topic).isFalse();
        assertThat(contains(value, response)).as("the response on %s", topic).isFalse();
      }
    }
  }

  @Test
  @Tag("OC-1")
  void shouldRefuseASuiteThatIsNotAllowed() {
    // Given
    var registration = new Token("TOK2-2").registration(USER);
    registration.getOcra().setSuite("OCRA-1:HOTP-SHA1-4:QN08");

    // When
    Reply reply = stream.ask(stream.command(registration));

    // Then
    assertThat(reason(reply)).isEqualTo("INVALID_REQUEST");
  }

  /** What follows the vault's own header, which is the same for all secrets of a key. */
  private static byte[] ciphertext(byte[] stored, int length) {
    byte[] header = "\u0001\u0004test".getBytes(StandardCharsets.US_ASCII);
    for (int start = 0; start + length <= stored.length; start++) {
      if (Arrays.equals(stored, start, start + header.length, header, 0, header.length)) {
        return Arrays.copyOfRange(stored, start + header.length, start + length);
      }
    }
    throw new AssertionError("the secret is not stored");
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.contains(new String(part, StandardCharsets.ISO_8859_1));
  }

  private void approve(String operationId, long counter) throws SealedChallengeException {
    String key = create(operationId);
    byte[] response = token.approve(retrieve(key), counter);
    Reply reply = stream.ask(stream.command(proof(key, response)));
    assertThat(reply.getBody()).isInstanceOf(ProofReply.class);
    stream.results();
  }

  private static CreateOperation login(String operationId) {
    return CreateOperation.newBuilder(creation(operationId))
        .setKind(OperationKind.AUTHENTICATION)
        .build();
  }

  private String create(String operationId) {
    return TopologyDriver.operation(stream.create(login(operationId))).getChallengeKey();
  }

  private byte[] retrieve(String key) throws SealedChallengeException {
    RetrieveChallenge retrieval =
        RetrieveChallenge.newBuilder().setChallengeKey(key).setSerialNumber(SERIAL_NUMBER).build();
    Reply reply = stream.ask(stream.command(retrieval).setUserId(null));
    ByteBuffer sealed = ((ChallengeReply) reply.getBody()).getSealedChallenge();
    return SealedChallenge.open(token.decryptionKey(), key, bytes(sealed));
  }
}
