package dev.assent.ingress.application;

import dev.assent.ingress.settings.IngressSettings;
import dev.assent.schemas.access.ClusterGate;
import dev.assent.schemas.access.ClusterRefusedException;
import dev.assent.schemas.access.Principal;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.SettingsReader;
import io.micronaut.http.server.exceptions.ServerStartupException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the ingress as a process; SIGTERM stops it. */
public final class IngressApplication {
  private static final Logger LOG = LoggerFactory.getLogger(IngressApplication.class);
  private static final int CANNOT_LISTEN = 1;
  private static final int INVALID_SETTINGS = 2;

  private IngressApplication() {}

  /**
   * Takes settings as {@link SettingsReader} describes; exits with 2 where they are not valid or
   * the cluster must not be used, and with 1 where the port is taken.
   */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      SettingsReader reader = SettingsReader.of(arguments, System.getenv());
      IngressSettings settings = IngressSettings.from(reader);
      reader.describe().forEach(line -> LOG.atInfo().addKeyValue("setting", line).log("in force"));
      ClusterGate.check(settings.kafka(), Principal.INGRESS);
      Ingress ingress = Ingress.start(settings);
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform().name("assent-ingress-stop").unstarted(ingress::close));
      LOG.atInfo().addKeyValue("port", ingress.port()).log("the ingress listens");
    } catch (InvalidSettingsException | ClusterRefusedException | KafkaException e) {
      refuse(e.getMessage(), INVALID_SETTINGS);
    } catch (ServerStartupException e) {
      refuse("cannot listen: " + e.getMessage(), CANNOT_LISTEN);
    }
  }

  private static void refuse(String why, int status) {
    System.err.println("assent-ingress: " + why);
    System.exit(status);
  }
}
