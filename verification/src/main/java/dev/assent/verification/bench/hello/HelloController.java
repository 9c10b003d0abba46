package dev.assent.verification.bench.hello;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.nio.charset.StandardCharsets;

/** Says hello. */
@Controller
final class HelloController {
  private final byte[] answer = "{\"hello\":\"world\"}".getBytes(StandardCharsets.US_ASCII);

  @Get("/hello")
  byte[] hello() {
    return answer;
  }
}
