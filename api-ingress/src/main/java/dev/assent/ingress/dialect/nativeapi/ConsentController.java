package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.ProofText;
import dev.assent.ingress.dialect.RequestPath;
import dev.assent.ingress.service.Door;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.Result;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.DeclineReason;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What the user's device does: take an operation, fetch its challenge, approve or refuse. */
@Controller("/api/v1")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class ConsentController {
  static final Set<String> RETRIEVAL = Set.of("serialNumber");
  static final Set<String> PROOF = Set.of("userId", "proof");
  static final Set<String> REFUSAL = Set.of("userId", "reason", "signature");
  static final Set<String> CLAIM = Set.of("userId", "serialNumber");
  private static final HexFormat MESSAGE_FORM = HexFormat.of().withUpperCase();

  private final Exchange exchange;
  private final NativeDialect dialect;
  private final Operations operations;

  ConsentController(Exchange exchange, NativeDialect dialect, Operations operations) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
  }

  @Post("/challenges/{challengeKey:[^/]+}/retrieve")
  CompletionStage<HttpResponse<byte[]>> retrieve(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("retrieveChallenge", http),
        (request, body) -> {
          JsonObject fields = JsonObject.read(http, body, RETRIEVAL);
          String serialNumber = NativePath.serialNumber(fields.text("serialNumber"));
          return withChallenge(
              http, key -> operations.commands().retrieve(request, key, serialNumber, Door.ANY));
        },
        message ->
            Json.answer(
                200,
                json -> {
                  json.writeStartObject();
                  json.writeStringField("requestMessage", hexadecimal(message));
                  json.writeEndObject();
                }));
  }

  @Post("/challenges/{challengeKey:[^/]+}/proof")
  CompletionStage<HttpResponse<byte[]>> prove(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("submitProof", http),
        (request, body) -> {
          JsonObject fields = JsonObject.read(http, body, PROOF);
          UserKey user = NativePath.user(request, fields.text("userId"));
          byte[] proof = ProofText.parse("proof", fields.text("proof"));
          return withChallenge(
              http, key -> operations.commands().submit(request, user, key, proof, Door.ANY));
        },
        proof ->
            Json.answer(
                200,
                json ->
                    NativeJson.writeAnswered(json, proof.getOperation(), proof.getSerialNumber())));
  }

  @Post("/challenges/{challengeKey:[^/]+}/decline")
  CompletionStage<HttpResponse<byte[]>> decline(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("declineOperation", http),
        (request, body) -> {
          JsonObject fields = JsonObject.read(http, body, REFUSAL);
          UserKey user = NativePath.user(request, fields.text("userId"));
          DeclineReason reason = fields.constant("reason", DeclineReason.class);
          byte[] proof = ProofText.parse("signature", fields.text("signature"));
          return withChallenge(
              http, key -> operations.commands().decline(request, user, key, reason, proof));
        },
        operation -> Json.answer(200, json -> NativeJson.writeAnswered(json, operation, null)));
  }

  @Post("/operations/{operationId:[^/]+}/claim")
  CompletionStage<HttpResponse<byte[]>> claim(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("claimOperation", http),
        (request, body) -> {
          JsonObject fields = JsonObject.read(http, body, CLAIM);
          UserKey user = NativePath.user(request, fields.text("userId"));
          String serialNumber = NativePath.serialNumber(fields.text("serialNumber"));
          return operations
              .commands()
              .claim(request, user, NativePath.operationId(http), serialNumber);
        },
        operation -> Json.answer(200, json -> NativeJson.writeClaimed(json, operation)));
  }

  private Call call(String operation, HttpRequest<?> http) {
    return new Call(dialect, operation, ApiKeyRole.FRONT_END, http);
  }

  /** What cannot be a challenge key is no different from one that is not known. */
  private static <T> CompletionStage<Result<T>> withChallenge(
      HttpRequest<?> http, Function<ChallengeKey, CompletionStage<Result<T>>> action) {
    return ChallengeKey.parse(RequestPath.segment(http, 3))
        .map(action)
        .orElseGet(
            () -> CompletableFuture.completedStage(new Result.Refused<>(Reason.CHALLENGE_UNKNOWN)));
  }

  private static String hexadecimal(ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.duplicate().get(bytes);
    return MESSAGE_FORM.formatHex(bytes);
  }
}
