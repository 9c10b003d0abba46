package dev.assent.standalone.simulator.mssp;

import dev.assent.schemas.settings.SettingsReader;
import dev.assent.standalone.simulator.authority.TestAuthority;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The simulated mobile signature service as a process of its own: {@code --port=}, {@code
 * --root.file=} (where the root's certificate is written), {@code --text.prefix=}, {@code
 * --phone.delay=} (PT0S: the phone signs only when told to).
 */
public final class MobileServiceSimulatorApplication {
  private static final int DEFAULT_PORT = 8090;
  private static final int LAST_PORT = 65_535;

  private MobileServiceSimulatorApplication() {}

  /** Starts it, and ends with the process. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SettingsReader settings = SettingsReader.of(arguments, System.getenv());
    int port = settings.integer("port", DEFAULT_PORT, 0, LAST_PORT);
    String prefix = settings.text("text.prefix", "");
    Duration delay =
        settings.duration(
            "phone.delay", Duration.ofSeconds(3), Duration.ZERO, Duration.ofMinutes(5));
    TestAuthority authority = TestAuthority.create();
    var rootFile = settings.optionalPath("root.file");
    settings.finish();
    if (rootFile.isPresent()) {
      authority.writeRoot(rootFile.get());
    }
    MobileServiceSimulator.Manner manner =
        new MobileServiceSimulator.Manner(
            prefix,
            Optional.of(delay).filter(Duration::isPositive),
            MobileServiceSimulator.Manner.USUAL.slowness());
    MobileServiceSimulator simulator = MobileServiceSimulator.start(port, authority, manner);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      simulator.close();
                      ended.countDown();
                    }));
    ended.await();
  }
}
