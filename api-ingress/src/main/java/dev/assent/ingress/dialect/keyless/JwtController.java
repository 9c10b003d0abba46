package dev.assent.ingress.dialect.keyless;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.dialect.RequestPath;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.tenant.Caller;
import dev.assent.schemas.approval.ApprovalVerifier;
import dev.assent.schemas.approval.ApprovalVerifier.Verdict;
import dev.assent.schemas.approval.IssuerKeys;
import dev.assent.schemas.approval.IssuerKeys.IssuerKey;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.model.ProofKind;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The customer's public keys, and whether a signed approval verifies with one of them. */
@Controller
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class JwtController {
  private static final Pattern CUSTOMER = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  static final Set<String> MEMBERS = Set.of("jwt");
  private static final String ANYBODY = "anybody";
  private static final int PEM_LINE = 64;

  private final Exchange exchange;
  private final KeylessDialect dialect;
  private final Operations operations;
  private final InstantSource clock;
  private final ApprovalVerifier verifier = new ApprovalVerifier(ApprovalVerifier.MOST_SKEW);

  JwtController(
      Exchange exchange, KeylessDialect dialect, Operations operations, InstantSource clock) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
    this.clock = clock;
  }

  @Get(value = "/v2/jwt/public-key", headRoute = false)
  CompletionStage<HttpResponse<byte[]>> publicKey(HttpRequest<?> http) {
    return exchange.serve(
        call("publicKey", http),
        request ->
            operations
                .signingKeys(request)
                .thenApply(result -> result.map(keys -> signing(keys, request.receivedAt()))),
        key ->
            Json.answer(
                200,
                json -> {
                  json.writeStartObject();
                  json.writeStringField("publicKey", pem(key));
                  json.writeEndObject();
                }));
  }

  @Post("/v2/jwt/verify")
  CompletionStage<HttpResponse<byte[]>> verify(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("verify", http),
        (request, body) -> {
          String token = JsonObject.read(http, body, MEMBERS).text("jwt");
          return operations
              .signingKeys(request)
              .thenApply(result -> result.map(keys -> isValid(token, keys, clock.instant())));
        },
        valid ->
            Json.answer(
                200,
                json -> {
                  json.writeStartObject();
                  json.writeBooleanField("valid", valid);
                  json.writeEndObject();
                }));
  }

  /** Public, as public keys are: whoever verifies holds no API key. */
  @Get(value = "/customers/{customer:[^/]+}/.well-known/jwks.json", headRoute = false)
  CompletionStage<HttpResponse<byte[]>> keySet(HttpRequest<?> http) {
    return exchange.serve(
        Call.ofAnybody(dialect, "keySet", new Caller(RequestPath.segment(http, 1), ANYBODY), http),
        request -> {
          if (!CUSTOMER.matcher(request.caller().tenant()).matches()) {
            throw new Rejected(Failure.NOT_FOUND, Failure.NOT_FOUND.text());
          }
          return operations.signingKeys(request);
        },
        keys ->
            Json.answer(200, json -> KeySetJson.write(json, keys))
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=60"));
  }

  private Call call(String operation, HttpRequest<?> http) {
    return new Call(dialect, operation, ApiKeyRole.BACK_END, http);
  }

  private static IssuerKey signing(IssuerKeys keys, Instant now) {
    return keys.signing(now)
        .orElseThrow(() -> new Rejected(Failure.NOT_FOUND, "The customer has no signing key"));
  }

  /** The vendor accepts nothing but what a PIN released. */
  private boolean isValid(String token, IssuerKeys keys, Instant now) {
    return verifier.verify(token, keys, now) instanceof Verdict.Verified(var claims)
        && claims.proofKind() == ProofKind.DEVICE_PIN;
  }

  /** RFC 7468 section 13. */
  private static String pem(IssuerKey key) {
    byte[] line = {'\n'};
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(PEM_LINE, line).encodeToString(key.key().toPublicKey().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }
}
