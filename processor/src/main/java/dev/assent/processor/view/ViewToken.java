package dev.assent.processor.view;

import dev.assent.processor.settings.ProcessorSettings;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What everybody who asks the internal service must present. */
@Singleton
final class ViewToken {
  private final byte[] expected;

  ViewToken(ProcessorSettings settings) {
    this.expected = ("Bearer " + settings.viewToken().reveal()).getBytes(StandardCharsets.UTF_8);
  }

  boolean isPresentedBy(HttpRequest<?> request) {
    return MessageDigest.isEqual(presented(request).getBytes(StandardCharsets.UTF_8), expected);
  }

  /** The header as it came; empty where there is none. */
  static String presented(HttpRequest<?> request) {
    return request.getHeaders().get(HttpHeaders.AUTHORIZATION, String.class).orElse("");
  }
}
