package dev.assent.ingress.dialect.nativeapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.dialect.RequestPath;
import dev.assent.ingress.service.OcraSecrets;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.PushAddresses;
import dev.assent.ingress.service.Request;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.JsonWebKey;
import dev.assent.schemas.avro.RegisterDevice;
import dev.assent.schemas.device.avro.JsonWebKeyRecord;
import dev.assent.schemas.device.json.JsonWebKeyReader;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.sealing.CancellationKeys;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The devices of users, for whoever administers credentials; lists and stops credentials of the
 * other kinds too.
 */
@Controller("/api/v1/users/{userId:[^/]+}/devices")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class DeviceController {
  static final Set<String> MEMBERS =
      Set.of("serialNumber", "signingKey", "ocra", "encryptionKey", "pushAddress", "validUntil");

  private final Exchange exchange;
  private final NativeDialect dialect;
  private final Operations operations;
  private final OcraSecrets secrets;
  private final PushAddresses pushAddresses;
  private final CancellationKeys cancellationKeys;

  DeviceController(
      Exchange exchange,
      NativeDialect dialect,
      Operations operations,
      OcraSecrets secrets,
      PushAddresses pushAddresses,
      CancellationKeys cancellationKeys) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
    this.secrets = secrets;
    this.pushAddresses = pushAddresses;
    this.cancellationKeys = cancellationKeys;
  }

  @Post
  CompletionStage<HttpResponse<byte[]>> register(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("registerDevice", http),
        (request, body) -> {
          UserKey user = NativePath.user(http, request);
          return operations
              .commands()
              .register(request, user, registration(request, user, http, body));
        },
        device ->
            Json.answer(
                    201,
                    json -> NativeJson.writeRegistered(json, device, cancellationKeys.current()))
                .header(HttpHeaders.LOCATION, location(http, device)));
  }

  @Get(headRoute = false)
  CompletionStage<HttpResponse<byte[]>> list(HttpRequest<?> http) {
    return exchange.serve(
        call("listDevices", http),
        request -> operations.credentials(request, NativePath.user(http, request)),
        page ->
            Json.answer(
                200,
                json -> {
                  json.writeStartObject();
                  json.writeArrayFieldStart("devices");
                  for (CredentialSnapshot credential : page.getCredentials()) {
                    NativeJson.write(json, credential);
                  }
                  json.writeEndArray();
                  json.writeEndObject();
                }));
  }

  @Delete("/{credentialId:[^/]+}")
  CompletionStage<HttpResponse<byte[]>> revoke(HttpRequest<?> http) {
    return exchange.serve(
        call("revokeDevice", http),
        request ->
            operations
                .commands()
                .revoke(
                    request,
                    NativePath.user(http, request),
                    NativePath.credentialId(RequestPath.segment(http, 5))),
        _ -> HttpResponse.noContent());
  }

  private Call call(String operation, HttpRequest<?> http) {
    return new Call(dialect, operation, ApiKeyRole.CREDENTIAL_ADMINISTRATION, http);
  }

  private RegisterDevice registration(
      Request request, UserKey user, HttpRequest<?> http, byte[] body) {
    JsonObject fields = JsonObject.read(http, body, MEMBERS);
    String serialNumber = NativePath.serialNumber(fields.text("serialNumber"));
    Optional<JsonNode> signingKey = fields.optionalMember("signingKey");
    Optional<JsonNode> ocra = fields.optionalMember("ocra");
    if (signingKey.isPresent() == ocra.isPresent()) {
      throw Rejected.badRequest("a device has either a signingKey or ocra");
    }
    RegisterDevice registration = new RegisterDevice();
    registration.setSerialNumber(serialNumber);
    registration.setEncryptionKey(
        key(
            "encryptionKey",
            () -> JsonWebKeyReader.readEncryptionKey(fields.member("encryptionKey")).jsonWebKey()));
    registration.setValidUntil(NativePath.validUntil(request, fields));
    registration.setSigningKey(
        signingKey
            .map(
                node -> key("signingKey", () -> JsonWebKeyReader.readSigningKey(node).jsonWebKey()))
            .orElse(null));
    registration.setOcra(
        ocra.map(node -> OcraJson.read(node, user, serialNumber, secrets)).orElse(null));
    registration.setEncryptedPushAddress(
        fields
            .optionalMember("pushAddress")
            .map(node -> PushAddressJson.read(node, user, serialNumber, pushAddresses))
            .orElse(null));
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
