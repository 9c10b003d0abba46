package dev.assent.ingress.dialect.keyless;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.dialect.RequestPath;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.Request;
import dev.assent.ingress.service.Result;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.CredentialPage;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.device.avro.JsonWebKeyRecord;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * The user's devices that sign, each named by its public key: SubjectPublicKeyInfo in upper-case
 * hexadecimal, which is ours.
 */
@Controller("/v2/users/{userId:[^/]+}/devices")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class KeylessDeviceController {
  private static final Pattern PUBLIC_KEY = Pattern.compile("[0-9A-F]{64,2048}");
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final Exchange exchange;
  private final KeylessDialect dialect;
  private final Operations operations;

  KeylessDeviceController(Exchange exchange, KeylessDialect dialect, Operations operations) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
  }

  @Get(headRoute = false)
  CompletionStage<HttpResponse<byte[]>> list(HttpRequest<?> http) {
    return exchange.serve(
        call("devices", http),
        request -> operations.credentials(request, KeylessUser.of(http, request)),
        page ->
            Json.answer(
                200,
                json -> {
                  json.writeStartArray();
                  for (CredentialSnapshot device : signing(page)) {
                    json.writeStartObject();
                    json.writeStringField("publicSigningKey", publicKey(device));
                    json.writeEndObject();
                  }
                  json.writeEndArray();
                }));
  }

  @Delete("/{publicSigningKey:[^/]+}")
  CompletionStage<HttpResponse<byte[]>> remove(HttpRequest<?> http) {
    return exchange.serve(
        call("deleteDevice", http),
        request -> {
          UserKey user = KeylessUser.of(http, request);
          String publicKey = RequestPath.segment(http, 4);
          if (!PUBLIC_KEY.matcher(publicKey).matches()) {
            throw Rejected.badRequest("publicSigningKey must be upper-case hexadecimal digits");
          }
          return operations
              .credentials(request, user)
              .thenCompose(page -> revoke(request, user, publicKey, page));
        },
        _ -> KeylessController.success());
  }

  private CompletionStage<Result<CredentialSnapshot>> revoke(
      Request request, UserKey user, String publicKey, Result<CredentialPage> found) {
    return found.thenAsk(
        page ->
            signing(page).stream()
                .filter(device -> publicKey(device).equals(publicKey))
                .findFirst()
                .map(
                    device -> operations.commands().revoke(request, user, device.getSerialNumber()))
                .orElseGet(
                    () ->
                        CompletableFuture.completedStage(
                            new Result.Refused<>(Reason.DEVICE_UNKNOWN))));
  }

  private Call call(String operation, HttpRequest<?> http) {
    return new Call(dialect, operation, ApiKeyRole.CREDENTIAL_ADMINISTRATION, http);
  }

  private static List<CredentialSnapshot> signing(CredentialPage page) {
    return page.getCredentials().stream()
        .filter(device -> device.getState() == CredentialState.ACTIVE)
        .filter(device -> device.getSigningKey() != null)
        .toList();
  }

  private static String publicKey(CredentialSnapshot device) {
    return HEX.formatHex(
        JsonWebKeyRecord.read(device.getSigningKey())
            .requireSigningKey()
            .toPublicKey()
            .getEncoded());
  }
}
