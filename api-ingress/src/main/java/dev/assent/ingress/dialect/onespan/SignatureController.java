package dev.assent.ingress.dialect.onespan;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.concurrent.CompletionStage;

/** The services for signatures, whose request key comes by push message or by image. */
@Controller("/rest/v2/signature")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class SignatureController {
  private final DeviceServices services;

  SignatureController(DeviceServices services) {
    this.services = services;
  }

  @Post(uris = {"/push/getPreparedSignatureRequest", "/scan/getPreparedSignatureRequest"})
  CompletionStage<HttpResponse<byte[]>> getPreparedSignatureRequest(HttpRequest<?> http) {
    return services.retrieve(Family.SIGNATURE, http);
  }

  @Post(uris = {"/push/authSignature", "/scan/authSignature"})
  CompletionStage<HttpResponse<byte[]>> authSignature(HttpRequest<?> http) {
    return services.prove(Family.SIGNATURE, http);
  }

  @Post(uris = {"/push/cancelAuthSignatureRequest", "/scan/cancelAuthSignatureRequest"})
  CompletionStage<HttpResponse<byte[]>> cancelAuthSignatureRequest(HttpRequest<?> http) {
    return services.cancel(Family.SIGNATURE, http);
  }
}
