package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.ClientConnection;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.Outcomes;
import dev.assent.ingress.service.Request;
import dev.assent.ingress.service.Result;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.OperationReply;
import dev.assent.schemas.avro.OperationSnapshot;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Operations with all their fields, for the relying party's back-end. */
@Controller("/api/v1")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class OperationController {
  private static final String OPEN = "open";

  private final Exchange exchange;
  private final NativeDialect dialect;
  private final Operations operations;
  private final Outcomes outcomes;

  OperationController(
      Exchange exchange, NativeDialect dialect, Operations operations, Outcomes outcomes) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
    this.outcomes = outcomes;
  }

  @Get(value = "/users/{userId:[^/]+}/operations", headRoute = false)
  CompletionStage<HttpResponse<byte[]>> ofUser(HttpRequest<?> http) {
    return exchange.serve(
        call("listOperations", http),
        request -> operations.of(request, NativePath.user(http, request), openOnly(http)),
        page ->
            Json.answer(
                200,
                json -> {
                  json.writeStartObject();
                  json.writeArrayFieldStart("operations");
                  for (OperationSnapshot operation : page.getOperations()) {
                    NativeJson.write(json, operation);
                  }
                  json.writeEndArray();
                  json.writeEndObject();
                }));
  }

  @Get(value = "/operations/{operationId:[^/]+}", headRoute = false)
  CompletionStage<HttpResponse<byte[]>> operation(HttpRequest<?> http) {
    boolean waits = WaitParameter.isGiven(http);
    return exchange.serve(
        waits ? call("awaitOperation", http).waiting() : call("getOperation", http),
        request -> {
          String operationId = NativePath.operationId(http);
          return waits ? await(http, request, operationId) : operations.find(request, operationId);
        },
        operation -> Json.answer(200, json -> NativeJson.write(json, operation)));
  }

  private CompletionStage<Result<OperationSnapshot>> await(
      HttpRequest<?> http, Request request, String operationId) {
    Outcomes.Waiting waiting = outcomes.await(request, operationId, WaitParameter.of(http));
    return ClientConnection.during(http, waiting.result(), waiting.end());
  }

  @Post("/users/{userId:[^/]+}/operations")
  CompletionStage<HttpResponse<byte[]>> createForUser(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("createOperation", http),
        (request, body) ->
            operations
                .commands()
                .create(
                    request,
                    NativePath.user(http, request),
                    CreationJson.read(request, http, body)),
        OperationController::created);
  }

  @Post("/operations")
  CompletionStage<HttpResponse<byte[]>> create(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("createUnassignedOperation", http),
        (request, body) ->
            operations.commands().create(request, CreationJson.read(request, http, body)),
        OperationController::created);
  }

  @Post("/operations/{operationId:[^/]+}/cancel")
  CompletionStage<HttpResponse<byte[]>> cancel(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("cancelOperation", http),
        (request, body) -> {
          NativePath.requireNoBody(body);
          return operations.cancel(request, NativePath.operationId(http));
        },
        operation -> Json.answer(200, json -> NativeJson.write(json, operation)));
  }

  @Post("/operations/{operationId:[^/]+}/notify")
  CompletionStage<HttpResponse<byte[]>> notifyDevices(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("notifyDevices", http),
        (request, body) -> {
          NativePath.requireNoBody(body);
          return operations.notifyDevices(request, NativePath.operationId(http));
        },
        operation -> Json.answer(202, json -> NativeJson.write(json, operation)));
  }

  private Call call(String operation, HttpRequest<?> http) {
    return new Call(dialect, operation, ApiKeyRole.BACK_END, http);
  }

  private static MutableHttpResponse<byte[]> created(OperationReply reply) {
    String operationId = reply.getOperation().getOperationId();
    return Json.answer(201, json -> NativeJson.write(json, reply))
        .header(
            HttpHeaders.LOCATION,
            "/api/v1/operations/"
                + URLEncoder.encode(operationId, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private static boolean openOnly(HttpRequest<?> http) {
    if (http.getParameters().isEmpty()) {
      return false;
    }
    List<String> open = http.getParameters().getAll(OPEN);
    boolean known = http.getParameters().names().size() == 1 && open.size() == 1;
    if (!known || !List.of("true", "false").contains(open.getFirst())) {
      throw Rejected.badRequest("the only parameter is open, once, as true or false");
    }
    return Boolean.parseBoolean(open.getFirst());
  }
}
