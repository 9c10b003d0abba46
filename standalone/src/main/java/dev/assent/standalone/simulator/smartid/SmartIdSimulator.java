package dev.assent.standalone.simulator.smartid;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Smart-ID's relying party interface of version 3, by notification, with users whose apps answer by
 * themselves: the document numbers of its demonstration service and those of {@link Misbehaviour}
 * choose how, any other document consents.
 */
public final class SmartIdSimulator implements AutoCloseable {
  /** What a relying party must call itself, as at the demonstration service. */
  public static final String RELYING_PARTY_NAME = "DEMO";

  /** What a relying party must send as its UUID, as at the demonstration service. */
  public static final String RELYING_PARTY_UUID = "00000000-0000-4000-8000-000000000000";

  private static final String BASE = "/smart-id-rp/v3";
  private static final Pattern START =
      Pattern.compile(
          "POST /smart-id-rp/v3/(authentication|signature)/notification/(document|etsi)/([^/]+)");
  private static final Pattern STATUS = Pattern.compile("GET /smart-id-rp/v3/session/([^/]+)");

  /** An HTTP status of our choice, from 400: {@code PNOEE-39999990404-MOCK-Q}. */
  private static final Pattern STATUS_CODE = Pattern.compile(".*39999990([45][0-9]{2}).*");

  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Map<String, String> RESULTS =
      Map.ofEntries(
          Map.entry("PNOEE-30403039917-MOCK-Q", "USER_REFUSED"),
          Map.entry("PNOEE-30403039972-MOCK-Q", "WRONG_VC"),
          Map.entry("PNOEE-30403039983-MOCK-Q", "TIMEOUT"),
          Map.entry("PNOEE-30000009101-MOCK-Q", "PROTOCOL_FAILURE"),
          Map.entry("PNOEE-30000009102-MOCK-Q", "EXPECTED_LINKED_SESSION"),
          Map.entry("PNOEE-30000009103-MOCK-Q", "SERVER_ERROR"),
          Map.entry("PNOEE-30000009104-MOCK-Q", "ACCOUNT_UNUSABLE"),
          Map.entry("PNOEE-30000009105-MOCK-Q", "DOCUMENT_UNUSABLE"),
          Map.entry("PNOEE-30000009106-MOCK-Q", "REQUIRED_INTERACTION_NOT_SUPPORTED_BY_APP"));

  /** Which interaction the user refused. */
  private static final Map<String, String> REFUSED_INTERACTIONS =
      Map.of(
          "PNOEE-30403039928-MOCK-Q", "displayTextAndPIN",
          "PNOEE-30403039939-MOCK-Q", "verificationCodeChoice",
          "PNOEE-30403039946-MOCK-Q", "confirmationMessage",
          "PNOEE-30403039950-MOCK-Q", "confirmationMessageAndVerificationCodeChoice");

  private final SimulatorSettings settings;
  private final SimulatedSigners signers;
  private final Sessions sessions = new Sessions();
  private final Prompts prompts = new Prompts();
  private final Map<String, String> accounts = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final RestServer server;

  private SmartIdSimulator(SimulatorSettings settings) throws IOException {
    this.settings = settings;
    this.signers = new SimulatedSigners(settings.authority(), KeyKind.RSA);
    this.server = RestServer.start(settings.port(), this::handle);
  }

  /** Starts it. */
  public static SmartIdSimulator start(SimulatorSettings settings) throws IOException {
    return new SmartIdSimulator(settings);
  }

  /** What a relying party has as the provider's URL. */
  public URI url() {
    return URI.create(server.address() + BASE);
  }

  /** The certificate of the user with this document number or semantics identifier. */
  public X509Certificate certificate(String account) {
    return signers.of(account).certificate();
  }

  /**
   * How often apps asked for a challenge or a digest.
   *
   * @param subject in Base64, as it was sent
   */
  public int prompts(String subject) {
    return prompts.of(subject);
  }

  private Optional<Reply> handle(Call call) throws InterruptedException {
    Optional<Reply> counts = prompts.answer(call);
    if (counts.isPresent()) {
      return counts;
    }
    Matcher status = STATUS.matcher(call.line());
    if (status.matches()) {
      return status(status.group(1), call);
    }
    Matcher start = START.matcher(call.line());
    if (!start.matches()) {
      return problem(404);
    }
    AskedUser asked = new AskedUser(start.group(1).equals("authentication"), call.body());
    if (!call.text("relyingPartyUUID").equals(RELYING_PARTY_UUID)
        || !call.text("relyingPartyName").equals(RELYING_PARTY_NAME)) {
      return problem(401);
    }
    return asked.isUnderstood() ? start(asked, start.group(3)) : problem(400);
  }

  private Optional<Reply> start(AskedUser asked, String account) throws InterruptedException {
    Misbehaviour misbehaviour = Misbehaviour.of(account);
    Matcher chosen = STATUS_CODE.matcher(account);
    if (chosen.matches()) {
      return problem(Integer.parseInt(chosen.group(1)));
    }
    if (misbehaviour == Misbehaviour.SERVER_FAILURE) {
      return problem(500);
    }
    prompts.ring(asked.subject());
    boolean answered = misbehaviour != Misbehaviour.NEVER_ANSWERED;
    String session =
        sessions.begin(
            answered ? settings.answerAfter() : settings.life(),
            () -> answered ? end(asked, account) : ended("TIMEOUT"));
    accounts.put(session, account);
    late(misbehaviour);
    if (misbehaviour == Misbehaviour.ANSWER_LOST) {
      return Reply.lost();
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("sessionID", session);
    if (!asked.authentication()) {
      answer
          .putObject("vc")
          .put("type", "numeric4")
          .put("value", "%04d".formatted(random.nextInt(10_000)));
    }
    return Reply.json(200, answer);
  }

  private Optional<Reply> status(String session, Call call) throws InterruptedException {
    Misbehaviour misbehaviour = Misbehaviour.of(accounts.getOrDefault(session, ""));
    if (!sessions.knows(session) || misbehaviour == Misbehaviour.FORGOTTEN) {
      return problem(404);
    }
    late(misbehaviour);
    if (misbehaviour == Misbehaviour.GARBAGE) {
      return Reply.garbage();
    }
    return Reply.json(
        200,
        sessions
            .end(session, call.longPoll(SHORTEST_WAIT))
            .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("state", "RUNNING")));
  }

  /** What the app answers. */
  private ObjectNode end(AskedUser asked, String account) {
    Misbehaviour misbehaviour = Misbehaviour.of(account);
    if (REFUSED_INTERACTIONS.containsKey(account)) {
      ObjectNode refused = ended("USER_REFUSED_INTERACTION");
      ((ObjectNode) refused.path("result"))
          .putObject("details")
          .put("interaction", REFUSED_INTERACTIONS.get(account));
      return refused;
    }
    if (misbehaviour == Misbehaviour.UNKNOWN_CODE) {
      return ended("QUITE_OK");
    }
    ObjectNode ended = ended(RESULTS.getOrDefault(account, "OK"));
    if (!RESULTS.containsKey(account) && misbehaviour != Misbehaviour.NO_PROOF) {
      ((ObjectNode) ended.path("result")).put("documentNumber", account);
      asked.sign(ended, signers.signing(account), misbehaviour);
      ended
          .putObject("cert")
          .put("value", text(signers.signing(account).certificate()))
          .put("certificateLevel", "QUALIFIED");
    }
    return ended;
  }

  private void late(Misbehaviour misbehaviour) throws InterruptedException {
    if (misbehaviour == Misbehaviour.SLOW) {
      TimeUnit.MILLISECONDS.sleep(settings.slowness().toMillis());
    }
  }

  private static ObjectNode ended(String endResult) {
    ObjectNode ended = JsonNodeFactory.instance.objectNode().put("state", "COMPLETE");
    ended.putObject("result").put("endResult", endResult);
    return ended;
  }

  /** RFC 9457. */
  private static Optional<Reply> problem(int status) {
    return Reply.json(
        status,
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "about:blank")
            .put("title", "simulated")
            .put("status", status));
  }

  private static String text(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("our own certificate has no bytes", e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
