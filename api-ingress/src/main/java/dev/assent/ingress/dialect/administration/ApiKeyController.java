package dev.assent.ingress.dialect.administration;

import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.service.Result;
import dev.assent.ingress.tenant.FreshKey;
import dev.assent.ingress.tenant.TenantAdministration;
import dev.assent.ingress.tenant.TenantAdministration.Outcome;
import dev.assent.ingress.tenant.TenantChanges;
import dev.assent.schemas.avro.ApiKey;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The API keys of tenants. A key's text is in one answer only, that of its making. */
@Controller("/api/v1/tenants/{tenant:[^/]+}/api-keys")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class ApiKeyController {
  static final Set<String> MEMBERS = Set.of("keyId", "roles", "notBefore", "expiresAt");
  static final Set<String> EXPIRY_MEMBERS = Set.of("expiresAt");

  private final Exchange exchange;
  private final AdministrationDialect dialect;
  private final TenantAdministration administration;

  private record Made(Outcome outcome, FreshKey key) {}

  ApiKeyController(
      Exchange exchange, AdministrationDialect dialect, TenantAdministration administration) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.administration = administration;
  }

  @Post
  CompletionStage<HttpResponse<byte[]>> add(HttpRequest<?> http) {
    return exchange.serveWithBody(
        dialect.call("addApiKey", http),
        (request, body) -> {
          JsonObject fields = JsonObject.read(http, body, MEMBERS);
          FreshKey key =
              fields
                  .optionalText("keyId")
                  .map(AdministrationPath::requireKeyId)
                  .map(FreshKey::generate)
                  .orElseGet(FreshKey::generate);
          ApiKey kept = KeyJson.read(fields, key, request.receivedAt());
          return administration
              .change(
                  request.caller(),
                  AdministrationPath.tenant(http),
                  Preconditions.of(http),
                  TenantChanges.addKey(kept))
              .thenApply(outcome -> new Result.Done<>(new Made(outcome, key)));
        },
        made ->
            made.outcome() instanceof Outcome.Done done
                ? Answers.key(done.tenant(), made.key())
                : Answers.of(made.outcome(), http));
  }

  @Post("/{keyId:[^/]+}/expire")
  CompletionStage<HttpResponse<byte[]>> expire(HttpRequest<?> http) {
    return exchange.serveWithBody(
        dialect.call("expireApiKey", http),
        (request, body) -> {
          JsonObject fields = JsonObject.read(http, body, EXPIRY_MEMBERS);
          return administration
              .change(
                  request.caller(),
                  AdministrationPath.tenant(http),
                  Preconditions.of(http),
                  TenantChanges.expireKey(
                      AdministrationPath.keyId(http),
                      fields
                          .optionalTime("expiresAt")
                          .orElseThrow(() -> Rejected.badRequest("expiresAt is required"))))
              .thenApply(Result.Done::new);
        },
        outcome -> Answers.of(outcome, http));
  }

  @Delete("/{keyId:[^/]+}")
  CompletionStage<HttpResponse<byte[]>> remove(HttpRequest<?> http) {
    return exchange.serve(
        dialect.call("removeApiKey", http),
        request ->
            administration
                .change(
                    request.caller(),
                    AdministrationPath.tenant(http),
                    Preconditions.of(http),
                    TenantChanges.removeKey(AdministrationPath.keyId(http)))
                .thenApply(Result.Done::new),
        outcome ->
            outcome instanceof Outcome.Done ? HttpResponse.noContent() : Answers.of(outcome, http));
  }
}
