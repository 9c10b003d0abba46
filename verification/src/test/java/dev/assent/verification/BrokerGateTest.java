package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.standalone.cluster.Installation;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.cluster.LocalSettings;
import dev.assent.standalone.cluster.Service;
import dev.assent.standalone.process.Progress;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerGateTest {
  private static final String TRANSACTION_VERSION = "transaction.version";
  private static final int REFUSED = 2;

  @TempDir Path directory;

  @Test
  @Tag("KA-6")
  void shouldNotStartTheProcessorOnABrokerThatCannotKeepItsPromises() throws Exception {
    // Given
    Installation installation = Installation.find();
    try (LocalAssent assent =
        new LocalAssent(installation, LocalSettings.temporary(directory), Progress.SILENT)) {
      assent.start(Service.BROKER);
      downgrade(assent.clientConfiguration());

      // When
      Path output = directory.resolve("output");
      Process processor = processor(installation, assent, output);

      // Then
      assertThat(processor.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(processor.exitValue()).isEqualTo(REFUSED);
      assertThat(Files.readAllLines(output))
          .filteredOn(line -> line.startsWith("The processor does not start: "))
          .singleElement()
          .asString()
          .contains("transaction.version=1", "at least 2");
    }
  }

  private static void downgrade(Map<String, Object> configuration) throws Exception {
    try (Admin admin = Admin.create(configuration)) {
      admin
          .updateFeatures(
              Map.of(
                  TRANSACTION_VERSION,
                  new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE)),
              new UpdateFeaturesOptions())
          .all()
          .get();
    }
  }

  private Process processor(Installation installation, LocalAssent assent, Path output)
      throws Exception {
    Path target = installation.root().resolve("processor/target");
    Path token = Files.writeString(directory.resolve("token"), "A".repeat(43));
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                target.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(target.resolve("class-path")).strip(),
                "dev.assent.processor.application.ProcessorApplication",
                "--kafka.bootstrap.servers=" + assent.addresses().bootstrapServers(),
                "--schema.registry.url=" + assent.addresses().schemaRegistry(),
                "--state.directory=" + directory.resolve("processor"),
                "--http.host=127.0.0.1",
                "--http.port=" + assent.addresses().processor().getPort(),
                "--view.token.file=" + token))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }
}
