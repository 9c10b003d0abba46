package dev.assent.ingress.dialect.plumery;

import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.Request;
import dev.assent.ingress.service.Result;
import dev.assent.ingress.tenant.TenantSettings;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.key.UserKey;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Signatures of users: begun once, asked about until there is an answer. */
@Controller("/internal/v1")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class SignatureController {
  static final Set<String> CONFIRMATION_MEMBERS =
      Set.of(
          SignatureRequest.CORRELATION_ID,
          SignatureRequest.USERNAME,
          SignatureRequest.ADDITIONAL_DETAILS);

  private final Exchange exchange;
  private final PlumeryDialect dialect;
  private final Operations operations;
  private final TenantSettings tenants;

  SignatureController(
      Exchange exchange, PlumeryDialect dialect, Operations operations, TenantSettings tenants) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
    this.tenants = tenants;
  }

  @Post("/custom-auth:init-signature")
  CompletionStage<HttpResponse<byte[]>> initiate(HttpRequest<?> http) {
    return exchange.serveWithBody(
        dialect.call("initSignature", http),
        (request, body) -> {
          SignatureRequest asked = SignatureRequest.read(request, http, body, channels(request));
          return operations.commands().create(request, asked.user(), asked.creation());
        },
        _ -> HttpResponse.noContent());
  }

  @Post("/custom-auth:confirm-signature")
  CompletionStage<HttpResponse<byte[]>> confirm(HttpRequest<?> http) {
    return exchange.serveWithBody(
        dialect.call("confirmSignature", http),
        (request, body) -> confirmation(request, JsonObject.read(http, body, CONFIRMATION_MEMBERS)),
        operation -> Json.answer(200, json -> StatusJson.writeSignature(json, operation)));
  }

  private CompletionStage<Result<Optional<OperationSnapshot>>> confirmation(
      Request request, JsonObject fields) {
    String operationId = CorrelationIds.operationId(fields.text(SignatureRequest.CORRELATION_ID));
    UserKey user = SignatureRequest.user(request, fields.text(SignatureRequest.USERNAME));
    fields
        .optionalMember(SignatureRequest.ADDITIONAL_DETAILS)
        .ifPresent(details -> JsonObject.open(SignatureRequest.ADDITIONAL_DETAILS, details));
    return operations
        .findTaken(request, operationId, user::equals)
        .thenApply(
            found ->
                StatusJson.onlyWhere(
                    found,
                    operation ->
                        Payload.SIGNATURE.isOf(operation)
                            && operation.getUserId().equals(user.userId())));
  }

  private List<String> channels(Request request) {
    return tenants
        .policy(request.caller().tenant())
        .map(TenantPolicy::getChannelOrder)
        .orElse(List.of());
  }
}
