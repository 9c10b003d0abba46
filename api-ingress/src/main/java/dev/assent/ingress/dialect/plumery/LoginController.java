package dev.assent.ingress.dialect.plumery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.Request;
import dev.assent.ingress.tenant.LoginRedirect;
import dev.assent.ingress.tenant.TenantSettings;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.request.CreationForm;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Logins that begin without a user: the first eligible user whose device claims one is its user.
 */
@Controller("/internal/v1/custom-auth")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class LoginController {
  static final Set<String> MEMBERS =
      Set.of(SignatureRequest.CORRELATION_ID, Payload.LOGIN.member());

  private final Exchange exchange;
  private final PlumeryDialect dialect;
  private final Operations operations;
  private final TenantSettings tenants;

  LoginController(
      Exchange exchange, PlumeryDialect dialect, Operations operations, TenantSettings tenants) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
    this.tenants = tenants;
  }

  @Post("/login:initiate")
  CompletionStage<HttpResponse<byte[]>> initiate(HttpRequest<?> http) {
    return exchange.serveWithBody(
        dialect.call("initiateLogin", http),
        (request, body) -> {
          CreateOperation creation = creation(http, body);
          LoginRedirect redirect = redirect(request);
          return operations
              .commands()
              .create(request, creation)
              .thenApply(result -> result.map(_ -> redirect.to(creation.getOperationId())));
        },
        url ->
            Json.answer(
                200,
                json -> {
                  json.writeStartObject();
                  json.writeStringField("redirectUrl", url);
                  json.writeEndObject();
                }));
  }

  @Get(value = "/login/status", headRoute = false)
  CompletionStage<HttpResponse<byte[]>> status(HttpRequest<?> http) {
    return exchange.serve(
        dialect.call("loginStatus", http),
        request ->
            operations
                .findTaken(request, CorrelationIds.operationId(correlationId(http)), _ -> true)
                .thenApply(found -> StatusJson.onlyWhere(found, Payload.LOGIN::isOf)),
        operation -> Json.answer(200, json -> StatusJson.writeLogin(json, operation)));
  }

  private static CreateOperation creation(HttpRequest<?> http, byte[] body) {
    JsonObject fields = JsonObject.read(http, body, MEMBERS);
    JsonNode details =
        fields
            .optionalMember(Payload.LOGIN.member())
            .orElseGet(JsonNodeFactory.instance::objectNode);
    CreateOperation creation = new CreateOperation();
    creation.setOperationId(
        CorrelationIds.operationId(fields.text(SignatureRequest.CORRELATION_ID)));
    creation.setKind(OperationKind.AUTHENTICATION);
    creation.setChannel(Channel.DEVICE);
    creation.setDisplayData(Payload.LOGIN.shown(details));
    Rejected.where(CreationForm.objection(creation));
    return creation;
  }

  /** Asked for before anything is created: nobody could come to an operation without it. */
  private LoginRedirect redirect(Request request) {
    return tenants
        .policy(request.caller().tenant())
        .flatMap(policy -> Optional.ofNullable(policy.getLoginRedirectUrl()))
        .flatMap(LoginRedirect::parse)
        .orElseThrow(() -> new Rejected(Failure.NOT_SET_UP, "The tenant has no loginRedirectUrl"));
  }

  private static String correlationId(HttpRequest<?> http) {
    List<String> given = http.getParameters().getAll(SignatureRequest.CORRELATION_ID);
    if (http.getParameters().names().size() != 1 || given.size() != 1) {
      throw Rejected.badRequest("the only parameter is correlationId, once");
    }
    return given.getFirst();
  }
}
