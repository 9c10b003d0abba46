package dev.assent.ingress.dialect.onespan;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.ProofText;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.service.Door;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.Request;
import dev.assent.ingress.service.Result;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.device.Cancellation;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.sealing.CancellationKeys;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** What the app on the user's device asks: fetch a challenge, answer it, or cancel it. */
@Singleton
final class DeviceServices {
  private static final String SERIAL_NUMBER = "serialNumber";
  private static final Pattern SERIAL_NUMBER_FORM = Pattern.compile("[A-Za-z0-9]{1,32}-[0-9]{1,4}");
  private static final Pattern SIGNATURE_FORM = Pattern.compile("[0-9A-Fa-f]{1,1024}");
  private static final HexFormat MESSAGE_FORM = HexFormat.of().withUpperCase();

  private final Exchange exchange;
  private final OneSpanDialect dialect;
  private final Operations operations;
  private final TenantChoices choices;
  private final CancellationKeys cancellationKeys;

  DeviceServices(
      Exchange exchange,
      OneSpanDialect dialect,
      Operations operations,
      TenantChoices choices,
      CancellationKeys cancellationKeys) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
    this.choices = choices;
    this.cancellationKeys = cancellationKeys;
  }

  CompletionStage<HttpResponse<byte[]>> retrieve(Family family, HttpRequest<?> http) {
    Set<String> members = family.retrievalMembers();
    return exchange.serveWithBody(
        call(family.retrieval(), http),
        (request, body) ->
            generic(request, retrieve(family, request, JsonObject.read(http, body, members))),
        message ->
            Envelope.success(
                json -> json.writeStringField("requestMessage", hexadecimal(message))));
  }

  CompletionStage<HttpResponse<byte[]>> prove(Family family, HttpRequest<?> http) {
    Set<String> members = family.proofMembers();
    return exchange.serveWithBody(
        call(family.proof(), http),
        (request, body) ->
            generic(request, submit(family, request, JsonObject.read(http, body, members))),
        proof ->
            Envelope.success(
                json -> {
                  json.writeStringField("userID", proof.getOperation().getUserId());
                  json.writeStringField("domain", proof.getOperation().getTenant());
                  json.writeStringField("orgUnit", "");
                  json.writeStringField("serialNo", proof.getSerialNumber());
                }));
  }

  CompletionStage<HttpResponse<byte[]>> cancel(Family family, HttpRequest<?> http) {
    Set<String> members = family.cancellationMembers();
    return exchange.serveWithBody(
        call(family.cancellation(), http),
        (request, body) ->
            generic(request, cancel(family, request, JsonObject.read(http, body, members))),
        _ -> Envelope.success());
  }

  private CompletionStage<Result<ByteBuffer>> retrieve(
      Family family, Request request, JsonObject fields) {
    String serialNumber = serialNumber(fields);
    return ChallengeKey.parse(fields.text(family.key()))
        .map(
            key ->
                operations.commands().retrieve(request, key, serialNumber, door(family, request)))
        .orElseGet(DeviceServices::unknown);
  }

  private CompletionStage<Result<ProofReply>> submit(
      Family family, Request request, JsonObject fields) {
    String tenant = request.caller().tenant();
    Optional<UserKey> user =
        UserKey.find(tenant, fields.text("userID")).filter(named -> !named.isUnassigned());
    Optional<String> domain = fields.optionalText("domain");
    Optional<ChallengeKey> key = ChallengeKey.parse(fields.text(family.key()));
    byte[] proof = proof(fields.text("signature"));
    boolean foreign = domain.isPresent() && !domain.get().equals(tenant);
    return foreign || user.isEmpty() || key.isEmpty()
        ? unknown()
        : operations
            .commands()
            .submit(request, user.get(), key.get(), proof, door(family, request));
  }

  /**
   * A refusal is not too old as long as the operation is open: it can only keep something from
   * happening.
   */
  private CompletionStage<Result<OperationSnapshot>> cancel(
      Family family, Request request, JsonObject fields) {
    String serialNumber = serialNumber(fields);
    String message = fields.text(family.key());
    if (cancellationKeys.current().isEmpty()) {
      throw new Rejected(
          Failure.NOT_SET_UP,
          "nothing can be sealed to here: the setting vault.key.file is missing");
    }
    Cancellation cancellation =
        cancellationKeys
            .open(serialNumber, message)
            .orElseThrow(
                () ->
                    Rejected.badRequest(
                        family.key() + " must be a cancellation that this device sealed"));
    byte[] proof = ProofText.parse("the proof", cancellation.proof());
    return ChallengeKey.parse(cancellation.challengeKey())
        .map(
            key ->
                operations
                    .commands()
                    .cancelChallenge(
                        request, key, family.kind(), serialNumber, cancellation.reason(), proof))
        .orElseGet(DeviceServices::unknown);
  }

  private Call call(String operation, HttpRequest<?> http) {
    return new Call(dialect, operation, ApiKeyRole.FRONT_END, http);
  }

  private Door door(Family family, Request request) {
    return Door.of(family.kind(), choices.maximumChallengeAge(request.caller().tenant()));
  }

  /** What ends with the lock is not told either. */
  private <T> CompletionStage<Result<T>> generic(
      Request request, CompletionStage<Result<T>> asked) {
    return choices.areStatusCodesGeneric(request.caller().tenant())
        ? asked.thenApply(
            result ->
                result instanceof Result.Refused<T> refused
                        && refused.reason() == Reason.USER_LOCKED
                    ? new Result.Refused<>(Reason.PROOF_INVALID)
                    : result)
        : asked;
  }

  private static String serialNumber(JsonObject fields) {
    String serialNumber = fields.text(SERIAL_NUMBER);
    if (!SERIAL_NUMBER_FORM.matcher(serialNumber).matches()) {
      throw Rejected.badRequest("serialNumber must read serial-sequence");
    }
    return serialNumber;
  }

  /**
   * What the vendor's devices make has another form than what ours do. It is handed on as it came:
   * it verifies with no key, and is answered and counted like every wrong proof.
   */
  private static byte[] proof(String signature) {
    if (!SIGNATURE_FORM.matcher(signature).matches()) {
      throw Rejected.badRequest("signature must be 1 to 1024 hexadecimal digits");
    }
    return ProofText.find(signature).orElseGet(() -> signature.getBytes(StandardCharsets.US_ASCII));
  }

  private static <T> CompletionStage<Result<T>> unknown() {
    return CompletableFuture.completedStage(new Result.Refused<>(Reason.CHALLENGE_UNKNOWN));
  }

  private static String hexadecimal(ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.duplicate().get(bytes);
    return MESSAGE_FORM.formatHex(bytes);
  }
}
