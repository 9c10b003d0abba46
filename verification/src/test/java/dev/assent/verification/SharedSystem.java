package dev.assent.verification;

import dev.assent.standalone.cluster.LocalAssent;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

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
      return new RunningAssent(LocalAssent.temporary(Files.createTempDirectory(parent, "shared-")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (Exception e) {
      throw new IllegalStateException("the system under test does not start", e);
    }
  }
}
