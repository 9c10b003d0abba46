package dev.assent.ingress.dialect.administration;

import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.service.Result;
import dev.assent.ingress.tenant.TenantAdministration;
import dev.assent.ingress.tenant.TenantChanges;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import java.util.concurrent.CompletionStage;

/** How the callers of tenants identify themselves, apart from API keys. */
@Controller("/api/v1/tenants/{tenant:[^/]+}/authentication")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class AuthenticationController {
  private final Exchange exchange;
  private final AdministrationDialect dialect;
  private final TenantAdministration administration;

  AuthenticationController(
      Exchange exchange, AdministrationDialect dialect, TenantAdministration administration) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.administration = administration;
  }

  @Put
  CompletionStage<HttpResponse<byte[]>> put(HttpRequest<?> http) {
    return exchange.serveWithBody(
        dialect.call("putAuthentication", http),
        (request, body) ->
            administration
                .change(
                    request.caller(),
                    AdministrationPath.tenant(http),
                    Preconditions.of(http),
                    TenantChanges.authenticate(
                        AuthenticationJson.read(
                            JsonObject.read(http, body, AuthenticationJson.MEMBERS),
                            request.receivedAt())))
                .thenApply(Result.Done::new),
        outcome -> Answers.of(outcome, http));
  }
}
