package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.RequestPath;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.PushAddresses;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.key.UserKey;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Where devices are told of challenges: their services give them new tokens now and then. */
@Controller("/api/v1/users/{userId:[^/]+}/devices/{serialNumber:[^/]+}/push-address")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class PushAddressController {
  private final Exchange exchange;
  private final NativeDialect dialect;
  private final Operations operations;
  private final PushAddresses addresses;

  PushAddressController(
      Exchange exchange, NativeDialect dialect, Operations operations, PushAddresses addresses) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
    this.addresses = addresses;
  }

  @Put
  CompletionStage<HttpResponse<byte[]>> put(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("putPushAddress", http),
        (request, body) -> {
          UserKey user = NativePath.user(http, request);
          String serialNumber = serialNumber(http);
          JsonObject fields = JsonObject.read(http, body, PushAddressJson.MEMBERS);
          return operations
              .commands()
              .changePushAddress(
                  request,
                  user,
                  serialNumber,
                  Optional.of(PushAddressJson.read(fields, user, serialNumber, addresses)));
        },
        _ -> HttpResponse.noContent());
  }

  @Delete
  CompletionStage<HttpResponse<byte[]>> delete(HttpRequest<?> http) {
    return exchange.serve(
        call("deletePushAddress", http),
        request ->
            operations
                .commands()
                .changePushAddress(
                    request, NativePath.user(http, request), serialNumber(http), Optional.empty()),
        _ -> HttpResponse.noContent());
  }

  private Call call(String operation, HttpRequest<?> http) {
    return new Call(dialect, operation, ApiKeyRole.CREDENTIAL_ADMINISTRATION, http);
  }

  private static String serialNumber(HttpRequest<?> http) {
    return NativePath.serialNumber(RequestPath.segment(http, 5));
  }
}
