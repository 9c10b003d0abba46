package dev.assent.ingress.dialect.keyless;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.dialect.RequestPath;
import dev.assent.ingress.service.Operations;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.request.CreationForm;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The operations of users and of the customer, with the relying party's back-end API key. */
@Controller("/v2")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class KeylessController {
  static final Set<String> MEMBERS =
      Set.of("operationId", "externalUserId", KeylessOperation.PAYLOAD);

  private final Exchange exchange;
  private final KeylessDialect dialect;
  private final Operations operations;

  KeylessController(Exchange exchange, KeylessDialect dialect, Operations operations) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
  }

  @Post("/users/{userId:[^/]+}/operations")
  CompletionStage<HttpResponse<byte[]>> create(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("create", http),
        (request, body) ->
            operations
                .commands()
                .create(request, KeylessUser.of(http, request), creation(http, body)),
        _ -> success());
  }

  @Get(value = "/users/{userId:[^/]+}/operations/pending", headRoute = false)
  CompletionStage<HttpResponse<byte[]>> pending(HttpRequest<?> http) {
    return exchange.serve(
        call("pending", http),
        request -> operations.of(request, KeylessUser.of(http, request), true),
        page ->
            Json.answer(
                200,
                json -> {
                  json.writeStartArray();
                  for (OperationSnapshot operation : page.getOperations()) {
                    KeylessOperation.writePending(json, operation);
                  }
                  json.writeEndArray();
                }));
  }

  @Get(value = "/operations/{operationId:[^/]+}", headRoute = false)
  CompletionStage<HttpResponse<byte[]>> operation(HttpRequest<?> http) {
    return exchange.serve(
        call("get", http),
        request -> operations.find(request, operationId(RequestPath.segment(http, 2))),
        operation -> Json.answer(200, json -> KeylessOperation.write(json, operation)));
  }

  private Call call(String operation, HttpRequest<?> http) {
    return new Call(dialect, operation, ApiKeyRole.BACK_END, http);
  }

  private static CreateOperation creation(HttpRequest<?> http, byte[] body) {
    JsonObject fields = JsonObject.read(http, body, MEMBERS);
    CreateOperation creation = new CreateOperation();
    creation.setOperationId(fields.text("operationId"));
    creation.setExternalUserId(fields.optionalText("externalUserId").orElse(null));
    creation.setKind(OperationKind.AUTHENTICATION);
    creation.setChannel(Channel.DEVICE);
    creation.setDisplayData(
        fields
            .optionalText(KeylessOperation.PAYLOAD)
            .map(payload -> Map.of(KeylessOperation.PAYLOAD, payload))
            .orElseGet(Map::of));
    Rejected.where(CreationForm.objection(creation));
    return creation;
  }

  /** "Positive feedback on the operation result. Always true." */
  static MutableHttpResponse<byte[]> success() {
    return Json.answer(
        200,
        json -> {
          json.writeStartObject();
          json.writeBooleanField("success", true);
          json.writeEndObject();
        });
  }

  private static String operationId(String text) {
    if (!OperationIds.isValid(text)) {
      throw Rejected.badRequest("operationId must be 1 to 128 visible ASCII characters");
    }
    return text;
  }
}
