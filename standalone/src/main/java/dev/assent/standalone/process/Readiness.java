package dev.assent.standalone.process;

import dev.assent.standalone.protection.Protection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** How a service shows that it is ready; asked again until it is. */
@FunctionalInterface
public interface Readiness {
  /** Whether the service is ready now; an answer that cannot be had is a no. */
  boolean isReady() throws InterruptedException;

  /** Ready when a GET of the address answers 200. */
  static Readiness http(URI address) {
    return http(address, Optional.empty());
  }

  /** The same over TLS, trusting what protects the service. */
  static Readiness http(URI address, Optional<Protection> protection) {
    // made late: the certificates need not be there yet
    Supplier<Readiness> connected = () -> http(address, client(protection));
    AtomicReference<Readiness> made = new AtomicReference<>();
    return () -> made.updateAndGet(before -> before == null ? connected.get() : before).isReady();
  }

  private static HttpClient client(Optional<Protection> protection) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1));
    protection.ifPresent(found -> builder.sslContext(found.trust()));
    return builder.build();
  }

  private static Readiness http(URI address, HttpClient client) {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(2)).build();
    return () -> {
      try {
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException _) {
        return false;
      }
    };
  }

  /** Ready when the file has the line. */
  static Readiness line(Path file, String line) {
    return () -> {
      try {
        return Files.readString(file, StandardCharsets.ISO_8859_1).lines().anyMatch(line::equals);
      } catch (IOException _) {
        return false;
      }
    };
  }
}
