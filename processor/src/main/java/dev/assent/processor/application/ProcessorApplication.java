package dev.assent.processor.application;

import dev.assent.processor.settings.ProcessorSettings;
import dev.assent.processor.signing.SigningKeys;
import dev.assent.schemas.access.ClusterGate;
import dev.assent.schemas.access.ClusterRefusedException;
import dev.assent.schemas.access.Principal;
import dev.assent.schemas.serde.SchemaRegistration;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.SettingsReader;
import io.micronaut.runtime.Micronaut;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processor's main class. */
public final class ProcessorApplication {
  private static final Logger LOGGER = LoggerFactory.getLogger(ProcessorApplication.class);

  private ProcessorApplication() {}

  /** Starts the processor; ends with status 2 and one line where it must not run. */
  public static void main(String[] arguments) throws InterruptedException {
    ProcessorSettings settings;
    SigningKeys signingKeys;
    NativeCryptography.install();
    try {
      SettingsReader reader = SettingsReader.of(arguments, System.getenv());
      settings = ProcessorSettings.from(reader);
      reader.finish();
      signingKeys = SigningKeys.open(settings.signing());
      reader
          .describe()
          .forEach(line -> LOGGER.atInfo().addKeyValue("setting", line).log("in force"));
    } catch (InvalidSettingsException e) {
      refuse(e.getMessage());
      return;
    }
    UserSpread spread;
    try {
      ClusterGate.check(settings.kafka(), Principal.PROCESSOR);
    } catch (ClusterRefusedException | KafkaException e) {
      refuse(e.getMessage());
      return;
    }
    try (Admin admin = Admin.create(Map.copyOf(settings.kafka().clients()))) {
      spread = new UserSpread(BrokerGate.check(admin));
      SchemaRegistration.verify(settings.kafka().registry());
    } catch (BrokerGate.RefusedException | KafkaException e) {
      refuse(e.getMessage());
      return;
    }
    Micronaut.build(new String[0])
        .mainClass(ProcessorApplication.class)
        .banner(false)
        .deduceEnvironment(false)
        .environmentPropertySource(false)
        .properties(serverProperties(settings))
        .singletons(settings, spread, signingKeys)
        .start();
  }

  private static void refuse(String why) {
    LOGGER.atError().addKeyValue("why", why).log("The processor does not start");
    System.err.println("The processor does not start: " + why);
    System.exit(2);
  }

  private static Map<String, Object> serverProperties(ProcessorSettings settings) {
    return Map.of(
        "micronaut.application.name", "assent-processor",
        "micronaut.server.host", settings.host(),
        "micronaut.server.port", settings.port(),
        "micronaut.metrics.export.prometheus.enabled", true,
        "endpoints.all.enabled", false,
        "endpoints.health.enabled", true,
        "endpoints.health.sensitive", false,
        "endpoints.health.details-visible", "ANONYMOUS",
        "endpoints.prometheus.enabled", true,
        "endpoints.prometheus.sensitive", false);
  }
}
