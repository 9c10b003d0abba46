package dev.assent.ingress.dialect.onespan;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.concurrent.CompletionStage;

/** The services for logins, whose challenge key comes by push message or by image. */
@Controller("/rest/v2/authentication")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class AuthenticationController {
  private final DeviceServices services;

  AuthenticationController(DeviceServices services) {
    this.services = services;
  }

  @Post(uris = {"/push/getPreparedSecureChallenge", "/scan/getPreparedSecureChallenge"})
  CompletionStage<HttpResponse<byte[]>> getPreparedSecureChallenge(HttpRequest<?> http) {
    return services.retrieve(Family.AUTHENTICATION, http);
  }

  @Post(uris = {"/push/authUser", "/scan/authUser"})
  CompletionStage<HttpResponse<byte[]>> authUser(HttpRequest<?> http) {
    return services.prove(Family.AUTHENTICATION, http);
  }

  @Post(uris = {"/push/cancelAuthUser", "/scan/cancelAuthUser"})
  CompletionStage<HttpResponse<byte[]>> cancelAuthUser(HttpRequest<?> http) {
    return services.cancel(Family.AUTHENTICATION, http);
  }
}
