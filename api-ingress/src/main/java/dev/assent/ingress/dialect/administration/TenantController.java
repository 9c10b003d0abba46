package dev.assent.ingress.dialect.administration;

import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.service.Result;
import dev.assent.ingress.tenant.KnownTenant;
import dev.assent.ingress.tenant.TenantAdministration;
import dev.assent.ingress.tenant.TenantAdministration.Outcome;
import dev.assent.ingress.tenant.TenantChange;
import dev.assent.ingress.tenant.TenantChanges;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tenants with their policies. */
@Controller("/api/v1/tenants")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class TenantController {
  static final Set<String> MEMBERS = Set.of("displayName", "policy");

  private final Exchange exchange;
  private final AdministrationDialect dialect;
  private final TenantAdministration administration;

  TenantController(
      Exchange exchange, AdministrationDialect dialect, TenantAdministration administration) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.administration = administration;
  }

  @Get(headRoute = false)
  CompletionStage<HttpResponse<byte[]>> list(HttpRequest<?> http) {
    return exchange.serve(
        dialect.call("listTenants", http),
        _ -> CompletableFuture.completedStage(new Result.Done<>(administration.all())),
        tenants ->
            Json.answer(
                200,
                json -> {
                  json.writeStartObject();
                  json.writeArrayFieldStart("tenants");
                  for (KnownTenant tenant : tenants) {
                    TenantJson.writeBriefly(json, tenant.record());
                  }
                  json.writeEndArray();
                  json.writeEndObject();
                }));
  }

  @Get(value = "/{tenant:[^/]+}", headRoute = false)
  CompletionStage<HttpResponse<byte[]>> read(HttpRequest<?> http) {
    return exchange.serve(
        dialect.call("readTenant", http),
        _ ->
            CompletableFuture.completedStage(
                new Result.Done<>(administration.find(AdministrationPath.tenant(http)))),
        (Optional<KnownTenant> tenant) ->
            tenant
                .map(known -> Answers.tenant(200, known))
                .orElseGet(() -> Answers.of(new Outcome.Missing(), http)));
  }

  @Put("/{tenant:[^/]+}")
  CompletionStage<HttpResponse<byte[]>> put(HttpRequest<?> http) {
    return exchange.serveWithBody(
        dialect.call("putTenant", http),
        (request, body) -> {
          String tenant = AdministrationPath.tenant(http);
          JsonObject fields = JsonObject.read(http, body, MEMBERS);
          TenantChange change =
              TenantChanges.put(
                  tenant,
                  TenantJson.displayName(fields.text("displayName")),
                  PolicyJson.read(fields.member("policy")));
          return administration
              .change(request.caller(), tenant, Preconditions.of(http), change)
              .thenApply(Result.Done::new);
        },
        outcome -> Answers.of(outcome, http));
  }

  @Post("/{tenant:[^/]+}/enable")
  CompletionStage<HttpResponse<byte[]>> enable(HttpRequest<?> http) {
    return change("enableTenant", http, TenantChanges.enable(true));
  }

  @Post("/{tenant:[^/]+}/disable")
  CompletionStage<HttpResponse<byte[]>> disable(HttpRequest<?> http) {
    return change("disableTenant", http, TenantChanges.enable(false));
  }

  private CompletionStage<HttpResponse<byte[]>> change(
      String operation, HttpRequest<?> http, TenantChange change) {
    return exchange.serve(
        dialect.call(operation, http),
        request ->
            administration
                .change(
                    request.caller(),
                    AdministrationPath.tenant(http),
                    Preconditions.of(http),
                    change)
                .thenApply(Result.Done::new),
        outcome -> Answers.of(outcome, http));
  }
}
