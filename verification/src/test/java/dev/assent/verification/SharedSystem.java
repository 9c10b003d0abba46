package dev.assent.verification;

import dev.assent.schemas.broker.TestBrokers;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.cluster.LocalSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Gives every test class the one system that all of them share: started by the first, stopped after
 * the last. Its directory stays for whoever looks into a failure.
 */
final class SharedSystem implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedSystem.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningAssent.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(RunningAssent.class, _ -> start(), RunningAssent.class);
  }

  private static RunningAssent start() {
    try {
      Path parent = Files.createDirectories(Path.of("target", "systems").toAbsolutePath());
      LocalSettings settings =
          LocalSettings.temporary(Files.createTempDirectory(parent, "shared-"));
      return switch (TestBrokers.choice()) {
        case EMBEDDED -> new RunningAssent(LocalAssent.started(settings));
        case TESTCONTAINERS -> onContainer(settings);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (Exception e) {
      throw new IllegalStateException("the system under test does not start", e);
    }
  }

  private static RunningAssent onContainer(LocalSettings settings) throws Exception {
    KafkaContainer kafka = TestBrokers.start(TestBrokers.QUICK);
    // the broker goes last, as it does where it is one of the processes
    return new RunningAssent(
        LocalAssent.started(settings.onKafka(kafka.getBootstrapServers())), kafka::stop);
  }
}
