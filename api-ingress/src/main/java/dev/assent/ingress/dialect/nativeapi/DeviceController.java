package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.dialect.RequestPath;
import dev.assent.ingress.service.Operations;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.JsonWebKey;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.device.avro.JsonWebKeyRecord;
import dev.assent.schemas.device.json.JsonWebKeyReader;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The devices of users, for whoever administers credentials. */
@Controller("/api/v1/users/{userId:[^/]+}/devices")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class DeviceController {
  private static final Set<String> MEMBERS = Set.of("serialNumber", "signingKey", "encryptionKey");

  private final Exchange exchange;
  private final NativeDialect dialect;
  private final Operations operations;

  DeviceController(Exchange exchange, NativeDialect dialect, Operations operations) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
  }

  @Post
  CompletionStage<HttpResponse<byte[]>> register(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("registerDevice", http),
        (request, body) ->
            operations
                .commands()
                .register(request, NativePath.user(http, request), registration(http, body)),
        device ->
            Json.answer(201, json -> NativeJson.write(json, device))
                .header(HttpHeaders.LOCATION, location(http, device)));
  }

  @Get(headRoute = false)
  CompletionStage<HttpResponse<byte[]>> list(HttpRequest<?> http) {
    return exchange.serve(
        call("listDevices", http),
        request -> operations.devices(request, NativePath.user(http, request)),
        page ->
            Json.answer(
                200,
                json -> {
                  json.writeStartObject();
                  json.writeArrayFieldStart("devices");
                  for (CredentialSnapshot device : page.getCredentials()) {
                    NativeJson.write(json, device);
                  }
                  json.writeEndArray();
                  json.writeEndObject();
                }));
  }

  @Delete("/{serialNumber:[^/]+}")
  CompletionStage<HttpResponse<byte[]>> revoke(HttpRequest<?> http) {
    return exchange.serve(
        call("revokeDevice", http),
        request ->
            operations
                .commands()
                .revoke(
                    request,
                    NativePath.user(http, request),
                    NativePath.serialNumber(RequestPath.segment(http, 5))),
        _ -> HttpResponse.noContent());
  }

  private Call call(String operation, HttpRequest<?> http) {
    return new Call(dialect, operation, ApiKeyRole.CREDENTIAL_ADMINISTRATION, http);
  }

  private static RegisterDevice registration(HttpRequest<?> http, byte[] body) {
    JsonObject fields = JsonObject.read(http, body, MEMBERS);
    RegisterDevice registration = new RegisterDevice();
    registration.setSerialNumber(NativePath.serialNumber(fields.text("serialNumber")));
    registration.setSigningKey(
        key(
            "signingKey",
            () -> JsonWebKeyReader.readSigningKey(fields.member("signingKey")).jsonWebKey()));
    registration.setEncryptionKey(
        key(
            "encryptionKey",
            () -> JsonWebKeyReader.readEncryptionKey(fields.member("encryptionKey")).jsonWebKey()));
    return registration;
  }

  /** The reader's refusals repeat nothing of the key and can be told. */
  private static JsonWebKey key(
      String name, Supplier<dev.assent.schemas.device.JsonWebKey> reading) {
    try {
      return JsonWebKeyRecord.write(reading.get());
    } catch (IllegalArgumentException e) {
      throw Rejected.badRequest(name + ": " + e.getMessage());
    }
  }

  /** The serial number's form has nothing to encode. */
  private static String location(HttpRequest<?> http, CredentialSnapshot device) {
    return http.getUri().getRawPath().replaceAll("/+$", "") + "/" + device.getSerialNumber();
  }
}
