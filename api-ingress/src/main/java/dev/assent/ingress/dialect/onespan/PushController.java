package dev.assent.ingress.dialect.onespan;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.ProofText;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.Request;
import dev.assent.ingress.service.Result;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.ProofReply;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The push services for logins: the device fetches its challenge and answers it. */
@Controller("/rest/v2/authentication/push")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class PushController {
  static final Set<String> RETRIEVAL = Set.of("serialNumber", "challengeKey");
  static final Set<String> PROOF = Set.of("userID", "domain", "challengeKey", "signature");
  private static final Pattern SERIAL_NUMBER = Pattern.compile("[A-Za-z0-9]{1,32}-[0-9]{1,4}");
  private static final HexFormat MESSAGE_FORM = HexFormat.of().withUpperCase();

  private final Exchange exchange;
  private final OneSpanDialect dialect;
  private final Operations operations;

  PushController(Exchange exchange, OneSpanDialect dialect, Operations operations) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
  }

  @Post("/getPreparedSecureChallenge")
  CompletionStage<HttpResponse<byte[]>> retrieve(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("getPreparedSecureChallenge", http),
        (request, body) -> retrieve(request, JsonObject.read(http, body, RETRIEVAL)),
        message ->
            Envelope.success(
                json -> json.writeStringField("requestMessage", hexadecimal(message))));
  }

  @Post("/authUser")
  CompletionStage<HttpResponse<byte[]>> authenticateUser(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("authUser", http),
        (request, body) -> submit(request, JsonObject.read(http, body, PROOF)),
        proof ->
            Envelope.success(
                json -> {
                  json.writeStringField("userID", proof.getOperation().getUserId());
                  json.writeStringField("domain", proof.getOperation().getTenant());
                  json.writeStringField("orgUnit", "");
                  json.writeStringField("serialNo", proof.getSerialNumber());
                }));
  }

  private CompletionStage<Result<ByteBuffer>> retrieve(Request request, JsonObject fields) {
    String serialNumber = fields.text("serialNumber");
    Optional<ChallengeKey> challengeKey = ChallengeKey.parse(fields.text("challengeKey"));
    if (!SERIAL_NUMBER.matcher(serialNumber).matches()) {
      throw Rejected.badRequest("serialNumber must read serial-sequence");
    }
    return challengeKey
        .map(key -> operations.commands().retrieve(request, key, serialNumber))
        .orElseGet(PushController::unknown);
  }

  private CompletionStage<Result<ProofReply>> submit(Request request, JsonObject fields) {
    String tenant = request.caller().tenant();
    UserKey user = user(tenant, fields.text("userID"));
    Optional<String> domain = fields.optionalText("domain");
    Optional<ChallengeKey> challengeKey = ChallengeKey.parse(fields.text("challengeKey"));
    byte[] proof = ProofText.parse("signature", fields.text("signature"));
    boolean foreign = domain.isPresent() && !domain.get().equals(tenant);
    return foreign || challengeKey.isEmpty()
        ? unknown()
        : operations.commands().submit(request, user, challengeKey.get(), proof);
  }

  private Call call(String operation, HttpRequest<?> http) {
    return new Call(dialect, operation, ApiKeyRole.FRONT_END, http);
  }

  private static UserKey user(String tenant, String userId) {
    try {
      return UserKey.of(tenant, userId);
    } catch (IllegalArgumentException _) {
      throw Rejected.badRequest("userID must be 1 to 128 visible ASCII characters");
    }
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
