package dev.assent.standalone.simulator;

import dev.assent.schemas.settings.SettingsReader;
import dev.assent.standalone.simulator.authority.TestAuthority;
import dev.assent.standalone.simulator.idp.IdentityProviderSimulator;
import dev.assent.standalone.simulator.mobileid.MobileIdSimulator;
import dev.assent.standalone.simulator.rest.SimulatorSettings;
import dev.assent.standalone.simulator.smartid.SmartIdSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The simulated identity provider, Mobile-ID and Smart-ID as one process: {@code --idp.port=},
 * {@code --mobile-id.port=}, {@code --smart-id.port=}, {@code --root.file=} (where the root's
 * certificate is written), {@code --phone.delay=} (how long users take to answer).
 */
public final class RestSimulatorsApplication {
  private static final int FIRST_PORT = 8091;
  private static final int LAST_PORT = 65_535;

  private RestSimulatorsApplication() {}

  /** Starts them, and ends with the process. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SettingsReader settings = SettingsReader.of(arguments, System.getenv());
    int identityProvider = settings.integer("idp.port", FIRST_PORT, 0, LAST_PORT);
    int mobileId = settings.integer("mobile-id.port", FIRST_PORT + 1, 0, LAST_PORT);
    int smartId = settings.integer("smart-id.port", FIRST_PORT + 2, 0, LAST_PORT);
    Duration delay =
        settings.duration(
            "phone.delay", Duration.ofSeconds(3), Duration.ZERO, Duration.ofMinutes(5));
    Optional<Path> rootFile = settings.optionalPath("root.file");
    settings.finish();
    TestAuthority authority = TestAuthority.create();
    if (rootFile.isPresent()) {
      authority.writeRoot(rootFile.get());
    }
    IdentityProviderSimulator.start(simulated(identityProvider, authority, delay));
    MobileIdSimulator.start(simulated(mobileId, authority, delay));
    SmartIdSimulator.start(simulated(smartId, authority, delay));
    new CountDownLatch(1).await();
  }

  private static SimulatorSettings simulated(int port, TestAuthority authority, Duration delay) {
    SimulatorSettings standard = SimulatorSettings.standard(port, authority);
    return new SimulatorSettings(port, authority, delay, standard.slowness(), standard.life());
  }
}
