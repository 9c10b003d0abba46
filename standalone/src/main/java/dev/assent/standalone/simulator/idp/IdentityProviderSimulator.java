package dev.assent.standalone.simulator.idp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.standalone.simulator.authority.CertifiedKey;
import dev.assent.standalone.simulator.authority.KeyKind;
import dev.assent.standalone.simulator.rest.Call;
import dev.assent.standalone.simulator.rest.Misbehaviour;
import dev.assent.standalone.simulator.rest.Prompts;
import dev.assent.standalone.simulator.rest.Reply;
import dev.assent.standalone.simulator.rest.RestServer;
import dev.assent.standalone.simulator.rest.Sessions;
import dev.assent.standalone.simulator.rest.SimulatedSigners;
import dev.assent.standalone.simulator.rest.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An adapter that answers {@code init-signature} and {@code confirm-signature}, with users who
 * answer by themselves: names that hold a number of {@link Misbehaviour} or of {@link Answer}
 * choose how, any other user consents. The same correlation id is answered the same way once the
 * transaction has ended.
 */
public final class IdentityProviderSimulator implements AutoCloseable {
  /** How an adapter can answer without misbehaving, chosen as a {@link Misbehaviour} is. */
  public enum Answer {
    /** The user consents. */
    CONSENT("", ""),
    /** The user refuses. */
    REFUSAL("00009201", "USER_REFUSED"),
    /** The user cannot sign any more. */
    LOCKED("00009202", "ACCOUNT_LOCKED"),
    /** There is no such user, as {@code init-signature} says. */
    UNKNOWN_USER("00009203", "UNKNOWN_USER");

    private final String digits;
    private final String code;

    Answer(String digits, String code) {
      this.digits = digits;
      this.code = code;
    }

    /** What stands in a user's name to choose it. */
    public String digits() {
      return digits;
    }

    static Answer of(String user) {
      for (Answer answer : values()) {
        if (!answer.digits.isEmpty() && user.contains(answer.digits)) {
          return answer;
        }
      }
      return CONSENT;
    }
  }

  private static final String START = "POST /internal/v1/custom-auth:init-signature";
  private static final String STATUS = "POST /internal/v1/custom-auth:confirm-signature";

  private static final Pattern CERTIFICATE =
      Pattern.compile("GET /simulator/users/([^/]+)/certificate");

  private final SimulatorSettings settings;
  private final SimulatedSigners signers;
  private final Sessions sessions = new Sessions();
  private final Prompts prompts = new Prompts();
  private final Map<String, String> users = new ConcurrentHashMap<>();
  private final RestServer server;

  private IdentityProviderSimulator(SimulatorSettings settings) throws IOException {
    this.settings = settings;
    this.signers = new SimulatedSigners(settings.authority(), KeyKind.ELLIPTIC_CURVE);
    this.server = RestServer.start(settings.port(), this::handle);
  }

  /** Starts it. */
  public static IdentityProviderSimulator start(SimulatorSettings settings) throws IOException {
    return new IdentityProviderSimulator(settings);
  }

  /** What a relying party has as the provider's URL. */
  public URI url() {
    return server.address();
  }

  /** The certificate of the user of this name. */
  public X509Certificate certificate(String username) {
    return signers.of(username).certificate();
  }

  /** How often users were asked under a correlation id. */
  public int prompts(String correlationId) {
    return prompts.of(correlationId);
  }

  private Optional<Reply> handle(Call call) throws InterruptedException {
    return switch (call.line()) {
      case START -> start(call);
      case STATUS -> status(call);
      default -> prompts.answer(call).or(() -> user(call)).or(() -> Reply.empty(404));
    };
  }

  /** The certificate of a user, as the bank enrols it: Base64 of its DER. */
  private Optional<Reply> user(Call call) {
    Matcher asked = CERTIFICATE.matcher(call.line());
    if (!asked.matches()) {
      return Optional.empty();
    }
    try {
      byte[] certificate = certificate(asked.group(1)).getEncoded();
      return Reply.json(
          200,
          JsonNodeFactory.instance
              .objectNode()
              .put("certificate", Base64.getEncoder().encodeToString(certificate)));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("the certificate was made here", e);
    }
  }

  private Optional<Reply> start(Call call) throws InterruptedException {
    String correlationId = call.text("correlationId");
    JsonNode data = call.body().path("signatureContextData").path("dataToSign");
    String user = data.path("username").asText("");
    Misbehaviour misbehaviour = Misbehaviour.of(user);
    if (correlationId.isEmpty() || user.isEmpty() || !data.path("document").isTextual()) {
      return error(400, "INVALID_REQUEST");
    }
    if (Answer.of(user) == Answer.UNKNOWN_USER) {
      return error(400, Answer.UNKNOWN_USER.code);
    }
    if (misbehaviour == Misbehaviour.SERVER_FAILURE) {
      return error(500, "INTERNAL_ERROR");
    }
    prompts.ring(correlationId);
    boolean answered = misbehaviour != Misbehaviour.NEVER_ANSWERED;
    if (!sessions.knows(correlationId)) {
      byte[] document = Base64.getDecoder().decode(data.path("document").asText());
      users.put(correlationId, user);
      sessions.begin(
          correlationId,
          answered ? settings.answerAfter() : settings.life(),
          () -> answered ? end(user, document) : failed("EXPIRED"));
    }
    late(misbehaviour);
    return misbehaviour == Misbehaviour.ANSWER_LOST ? Reply.lost() : Reply.empty(204);
  }

  private Optional<Reply> status(Call call) throws InterruptedException {
    String correlationId = call.text("correlationId");
    String user = users.getOrDefault(correlationId, "");
    Misbehaviour misbehaviour = Misbehaviour.of(user);
    if (user.isEmpty()
        || !user.equals(call.text("username"))
        || misbehaviour == Misbehaviour.FORGOTTEN) {
      return error(400, "UNKNOWN_CORRELATION");
    }
    late(misbehaviour);
    if (misbehaviour == Misbehaviour.GARBAGE) {
      return Reply.garbage();
    }
    return Reply.json(
        200,
        sessions
            .end(correlationId, Duration.ZERO)
            .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("status", "PENDING")));
  }

  /** What the user answers. */
  private ObjectNode end(String user, byte[] document) {
    Misbehaviour misbehaviour = Misbehaviour.of(user);
    Answer answer = Answer.of(user);
    if (answer != Answer.CONSENT) {
      return failed(answer.code);
    }
    if (misbehaviour == Misbehaviour.UNKNOWN_CODE) {
      return JsonNodeFactory.instance.objectNode().put("status", "QUITE_OK");
    }
    ObjectNode ended = JsonNodeFactory.instance.objectNode().put("status", "SUCCESS");
    if (misbehaviour != Misbehaviour.NO_PROOF) {
      if (misbehaviour == Misbehaviour.WRONG_CONTENT) {
        document[0] ^= 1;
      }
      sign(ended, signers.signing(user), document);
    }
    return ended;
  }

  private static void sign(ObjectNode ended, CertifiedKey key, byte[] document) {
    try {
      Signature signature = Signature.getInstance(key.kind().signatureAlgorithm());
      signature.initSign(key.privateKey());
      signature.update(document);
      ended.put("signature", Base64.getEncoder().encodeToString(signature.sign()));
      ended.put("signatureTimestamp", Instant.now().toString());
      ended.put("certificate", Base64.getEncoder().encodeToString(key.certificate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the simulated user's key cannot sign", e);
    }
  }

  private void late(Misbehaviour misbehaviour) throws InterruptedException {
    if (misbehaviour == Misbehaviour.SLOW) {
      TimeUnit.MILLISECONDS.sleep(settings.slowness().toMillis());
    }
  }

  private static ObjectNode failed(String code) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("status", "FAILED")
        .put("error", "The signature could not be made.")
        .put("code", code);
  }

  private static Optional<Reply> error(int status, String code) {
    return Reply.json(
        status, JsonNodeFactory.instance.objectNode().put("error", "simulated").put("code", code));
  }

  @Override
  public void close() {
    server.close();
  }
}
