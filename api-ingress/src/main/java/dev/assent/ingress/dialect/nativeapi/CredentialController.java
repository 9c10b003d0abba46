package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.CertificateText;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.Request;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.RegisterProviderCredential;
import dev.assent.schemas.request.CreationForm;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Users' credentials at providers, and the end of a lock, for whoever administers credentials. */
@Controller("/api/v1/users/{userId:[^/]+}")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class CredentialController {
  static final Set<String> MEMBERS =
      Set.of("credentialId", "channel", "connector", "certificate", "validUntil");

  private final Exchange exchange;
  private final NativeDialect dialect;
  private final Operations operations;

  CredentialController(Exchange exchange, NativeDialect dialect, Operations operations) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
  }

  @Post("/provider-credentials")
  CompletionStage<HttpResponse<byte[]>> register(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("registerProviderCredential", http),
        (request, body) ->
            operations
                .commands()
                .register(
                    request, NativePath.user(http, request), registration(request, http, body)),
        credential -> Json.answer(201, json -> NativeJson.write(json, credential)));
  }

  @Post("/unlock")
  CompletionStage<HttpResponse<byte[]>> unlock(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("unlockUser", http),
        (request, body) -> {
          NativePath.requireNoBody(body);
          return operations.commands().unlock(request, NativePath.user(http, request));
        },
        _ -> HttpResponse.noContent());
  }

  private Call call(String operation, HttpRequest<?> http) {
    return new Call(dialect, operation, ApiKeyRole.CREDENTIAL_ADMINISTRATION, http);
  }

  private static RegisterProviderCredential registration(
      Request request, HttpRequest<?> http, byte[] body) {
    JsonObject fields = JsonObject.read(http, body, MEMBERS);
    Channel channel = fields.constant("channel", Channel.class);
    if (channel == Channel.DEVICE) {
      throw Rejected.badRequest("channel must be IDP or MSSP");
    }
    String connector = fields.text("connector");
    if (!CreationForm.isConnector(connector)) {
      throw Rejected.badRequest(CreationForm.CONNECTOR_RULE);
    }
    RegisterProviderCredential registration = new RegisterProviderCredential();
    registration.setCredentialId(NativePath.credentialId(fields.text("credentialId")));
    registration.setChannel(channel);
    registration.setConnector(connector);
    registration.setCertificate(ByteBuffer.wrap(CertificateText.parse(fields.text("certificate"))));
    registration.setValidUntil(NativePath.validUntil(request, fields));
    return registration;
  }
}
