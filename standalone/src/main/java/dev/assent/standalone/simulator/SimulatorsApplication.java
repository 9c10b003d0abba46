package dev.assent.standalone.simulator;

import dev.assent.schemas.settings.SettingsReader;
import dev.assent.standalone.simulator.authority.TestAuthority;
import dev.assent.standalone.simulator.idp.IdentityProviderSimulator;
import dev.assent.standalone.simulator.mobileid.MobileIdSimulator;
import dev.assent.standalone.simulator.mssp.MobileServiceSimulator;
import dev.assent.standalone.simulator.rest.SimulatorSettings;
import dev.assent.standalone.simulator.smartid.SmartIdSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * All simulated providers as one process: {@code --mobile-service.port=}, {@code --idp.port=},
 * {@code --mobile-id.port=}, {@code --smart-id.port=}, {@code --authority.file=} (the authority
 * that certifies their users, as it was kept; left out, a fresh one), {@code --root.file=} (where
 * the root's certificate is written), {@code --phone.delay=} (how long users take to answer; PT0S:
 * the mobile signature service's sign only when told to).
 */
public final class SimulatorsApplication {
  private static final int FIRST_PORT = 8090;
  private static final int LAST_PORT = 65_535;

  private SimulatorsApplication() {}

  /** Starts them, and ends with the process. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SettingsReader settings = SettingsReader.of(arguments, System.getenv());
    int mobileService = settings.integer("mobile-service.port", FIRST_PORT, 0, LAST_PORT);
    int identityProvider = settings.integer("idp.port", FIRST_PORT + 1, 0, LAST_PORT);
    int mobileId = settings.integer("mobile-id.port", FIRST_PORT + 2, 0, LAST_PORT);
    int smartId = settings.integer("smart-id.port", FIRST_PORT + 3, 0, LAST_PORT);
    Duration delay =
        settings.duration(
            "phone.delay", Duration.ofSeconds(3), Duration.ZERO, Duration.ofMinutes(5));
    Optional<Path> authorityFile = settings.optionalPath("authority.file");
    Optional<Path> rootFile = settings.optionalPath("root.file");
    settings.finish();
    TestAuthority authority =
        authorityFile.isPresent()
            ? TestAuthority.read(authorityFile.get())
            : TestAuthority.create();
    if (rootFile.isPresent()) {
      authority.writeRoot(rootFile.get());
    }
    MobileServiceSimulator.Manner usual = MobileServiceSimulator.Manner.USUAL;
    MobileServiceSimulator.start(
        mobileService,
        authority,
        new MobileServiceSimulator.Manner(
            usual.prefix(), Optional.of(delay).filter(Duration::isPositive), usual.slowness()));
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
