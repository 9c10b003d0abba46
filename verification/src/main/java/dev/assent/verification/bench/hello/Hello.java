package dev.assent.verification.bench.hello;

import io.micronaut.runtime.Micronaut;
import java.util.Map;

/** The HTTP server of the ingress with one route, in a process of its own. */
public final class Hello {
  private Hello() {}

  /** Argument: a port. */
  public static void main(String[] arguments) {
    Micronaut.build(new String[0])
        .mainClass(Hello.class)
        .packages(Hello.class.getPackageName())
        .banner(false)
        .deduceEnvironment(false)
        .environmentPropertySource(false)
        .properties(
            Map.of(
                "micronaut.server.host",
                "127.0.0.1",
                "micronaut.server.port",
                Integer.parseInt(arguments[0])))
        .start();
  }
}
