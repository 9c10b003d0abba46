package dev.assent.standalone.simulator.mobileid;

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
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mobile-ID's REST interface with users whose phones answer by themselves: the numbers of its
 * demonstration service and those of {@link Misbehaviour} choose how, any other number consents.
 */
public final class MobileIdSimulator implements AutoCloseable {
  /** What a relying party must call itself, as at the demonstration service. */
  public static final String RELYING_PARTY_NAME = "DEMO";

  /** What a relying party must send as its UUID, as at the demonstration service. */
  public static final String RELYING_PARTY_UUID = "00000000-0000-0000-0000-000000000000";

  private static final String BASE = "/mid-api";
  private static final Pattern START = Pattern.compile("POST /mid-api/(authentication|signature)");
  private static final Pattern STATUS =
      Pattern.compile("GET /mid-api/(authentication|signature)/session/([^/]+)");
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final List<String> SENT_TO_START =
      List.of("phoneNumber", "nationalIdentityNumber", "hash", "hashType", "language");
  private static final Map<String, String> RESULTS =
      Map.of(
          "+37200000366", "NOT_MID_CLIENT",
          "+37201100266", "USER_CANCELLED",
          "+37200000666", "SIGNATURE_HASH_MISMATCH",
          "+37201200266", "SIM_ERROR",
          "+37207110066", "DELIVERY_ERROR",
          "+37213100266", "PHONE_ABSENT",
          "+37066000266", "EXPIRED_TRANSACTION");

  /** Whom a certificate is about whose phone the vendor's demonstration service knows. */
  private static final Map<String, String> PERSONS = Map.of("+37200000766", "PNOEE-60001019906");

  private final SimulatorSettings settings;
  private final SimulatedSigners signers;
  private final Sessions sessions = new Sessions();
  private final Prompts prompts = new Prompts();
  private final Map<String, String> phones = new ConcurrentHashMap<>();
  private final RestServer server;

  private MobileIdSimulator(SimulatorSettings settings) throws IOException {
    this.settings = settings;
    this.signers =
        new SimulatedSigners(
            settings.authority(),
            KeyKind.ELLIPTIC_CURVE,
            phone -> PERSONS.getOrDefault(phone, phone));
    this.server = RestServer.start(settings.port(), this::handle);
  }

  /** Starts it. */
  public static MobileIdSimulator start(SimulatorSettings settings) throws IOException {
    return new MobileIdSimulator(settings);
  }

  /** What a relying party has as the provider's URL. */
  public URI url() {
    return URI.create(server.address() + BASE);
  }

  /** The certificate of the user with this phone number. */
  public X509Certificate certificate(String phoneNumber) {
    return signers.of(phoneNumber).certificate();
  }

  /**
   * How often phones rang for a hash.
   *
   * @param hash in Base64, as it was sent
   */
  public int prompts(String hash) {
    return prompts.of(hash);
  }

  private Optional<Reply> handle(Call call) throws InterruptedException {
    Optional<Reply> counts = prompts.answer(call);
    if (counts.isPresent()) {
      return counts;
    }
    if (call.line().equals("GET " + BASE + "/version")) {
      return Reply.json(200, JsonNodeFactory.instance.textNode("simulator"));
    }
    Matcher status = STATUS.matcher(call.line());
    if (status.matches()) {
      return status(status.group(2), call);
    }
    boolean certificate = call.line().equals("POST " + BASE + "/certificate");
    boolean start = START.matcher(call.line()).matches();
    if (!certificate && !start) {
      return error(405, "there is no such method");
    }
    List<String> needed = certificate ? SENT_TO_START.subList(0, 2) : SENT_TO_START;
    if (needed.stream().anyMatch(member -> call.text(member).isEmpty())) {
      return error(400, "a parameter is missing");
    }
    if (!call.text("relyingPartyUUID").equals(RELYING_PARTY_UUID)
        || !call.text("relyingPartyName").equalsIgnoreCase(RELYING_PARTY_NAME)) {
      return error(401, "the relying party is not known");
    }
    return certificate ? certificateOf(call) : start(call);
  }

  private Optional<Reply> certificateOf(Call call) {
    String phone = call.text("phoneNumber");
    ObjectNode answer = stamped();
    if ("NOT_MID_CLIENT".equals(RESULTS.get(phone))) {
      return Reply.json(200, answer.put("result", "NOT_FOUND"));
    }
    answer.put("result", "OK");
    return Reply.json(200, answer.put("cert", text(signers.signing(phone).certificate())));
  }

  private Optional<Reply> start(Call call) throws InterruptedException {
    String phone = call.text("phoneNumber");
    Misbehaviour misbehaviour = Misbehaviour.of(phone);
    if (misbehaviour == Misbehaviour.SERVER_FAILURE) {
      return error(500, "internal error");
    }
    if (RawHash.of(call.text("hash"), call.text("hashType")).isEmpty()) {
      return error(400, "the hash is none of its type");
    }
    prompts.ring(call.text("hash"));
    boolean answered = misbehaviour != Misbehaviour.NEVER_ANSWERED;
    String session =
        sessions.begin(
            answered ? settings.answerAfter() : settings.life(),
            () -> answered ? end(call) : ended("TIMEOUT"));
    phones.put(session, phone);
    late(misbehaviour);
    return misbehaviour == Misbehaviour.ANSWER_LOST
        ? Reply.lost()
        : Reply.json(200, JsonNodeFactory.instance.objectNode().put("sessionID", session));
  }

  private Optional<Reply> status(String session, Call call) throws InterruptedException {
    Misbehaviour misbehaviour = Misbehaviour.of(phones.getOrDefault(session, ""));
    if (!sessions.knows(session) || misbehaviour == Misbehaviour.FORGOTTEN) {
      return error(404, "the session is not known");
    }
    late(misbehaviour);
    if (misbehaviour == Misbehaviour.GARBAGE) {
      return Reply.garbage();
    }
    return Reply.json(
        200,
        sessions.end(session, call.longPoll(SHORTEST_WAIT)).orElseGet(() -> stated("RUNNING")));
  }

  /** What the phone answers. */
  private ObjectNode end(Call start) {
    String phone = start.text("phoneNumber");
    Misbehaviour misbehaviour = Misbehaviour.of(phone);
    String result =
        misbehaviour == Misbehaviour.UNKNOWN_CODE ? "QUITE_OK" : RESULTS.getOrDefault(phone, "OK");
    ObjectNode ended = ended(result);
    if (result.equals("OK") && misbehaviour != Misbehaviour.NO_PROOF) {
      CertifiedKey key = signers.signing(phone);
      RawHash hash = RawHash.of(start.text("hash"), start.text("hashType")).orElseThrow();
      RawHash signed = misbehaviour == Misbehaviour.WRONG_CONTENT ? hash.other() : hash;
      ended
          .putObject("signature")
          .put("value", Base64.getEncoder().encodeToString(signed.signed(key)))
          .put("algorithm", signed.algorithm(key.kind()));
      if (start.line().endsWith("authentication")) {
        ended.put("cert", text(key.certificate()));
      }
    }
    return ended;
  }

  private void late(Misbehaviour misbehaviour) throws InterruptedException {
    if (misbehaviour == Misbehaviour.SLOW) {
      TimeUnit.MILLISECONDS.sleep(settings.slowness().toMillis());
    }
  }

  private static ObjectNode ended(String result) {
    return stated("COMPLETE").put("result", result);
  }

  private static ObjectNode stated(String state) {
    return stamped().put("state", state);
  }

  private static Optional<Reply> error(int status, String text) {
    return Reply.json(status, stamped().put("error", text));
  }

  private static ObjectNode stamped() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("time", Instant.now().toString())
        .put("traceId", UUID.randomUUID().toString());
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
