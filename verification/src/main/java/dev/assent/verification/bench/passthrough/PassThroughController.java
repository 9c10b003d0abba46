package dev.assent.verification.bench.passthrough;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import java.util.concurrent.CompletableFuture;

/** Answers a request with what came out of the stream. */
@Controller
final class PassThroughController {
  private final PassThrough passThrough;

  PassThroughController(PassThrough passThrough) {
    this.passThrough = passThrough;
  }

  @Post("/pass")
  CompletableFuture<byte[]> pass(@Body byte[] body) {
    return passThrough.pass(body);
  }

  @Get("/ready")
  HttpResponse<?> ready() {
    return passThrough.ready() ? HttpResponse.ok() : HttpResponse.serverError();
  }
}
