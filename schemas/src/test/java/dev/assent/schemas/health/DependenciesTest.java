package dev.assent.schemas.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.serde.InMemoryRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class DependenciesTest {
  private static final String NOBODY = "127.0.0.1:1";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void shouldSayWhatDoesNotAnswer() throws Exception {
    // Given
    try (Dependencies dependencies =
        new Dependencies(
            Map.of("bootstrap.servers", NOBODY),
            Map.of("schema.registry.url", "http://" + NOBODY))) {
      // When
      dependencies.start();

      // Then
      assertThat(troubles(dependencies, 2).keySet()).containsExactly("brokers", "registry");
      assertThat(dependencies.troubles().get("brokers").toString()).startsWith("no answer since 2");
    }
  }

  @Test
  void shouldSayNothingOfARegistryThatAnswers() throws Exception {
    // Given
    try (InMemoryRegistry registry = InMemoryRegistry.start();
        Dependencies dependencies =
            new Dependencies(
                Map.of("bootstrap.servers", NOBODY),
                Map.of("schema.registry.url", registry.url()))) {
      // When
      dependencies.start();

      // Then
      assertThat(troubles(dependencies, 1).keySet()).containsExactly("brokers");
    }
  }

  private static Map<String, Object> troubles(Dependencies dependencies, int count)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (dependencies.troubles().size() < count && System.nanoTime() < end) {
      new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
    return dependencies.troubles();
  }
}
