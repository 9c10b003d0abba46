package dev.assent.standalone;

import dev.assent.standalone.cluster.DemoTenant;
import dev.assent.standalone.cluster.Installation;
import dev.assent.standalone.deadletters.DeadLetterFailure;
import dev.assent.standalone.deadletters.DeadLettersCommand;
import dev.assent.standalone.demo.DemoStory;
import dev.assent.standalone.demo.IdentityProviderStory;
import dev.assent.standalone.demo.MobileSignatureStory;
import dev.assent.standalone.demo.StoryFailure;
import dev.assent.standalone.process.StartFailure;
import dev.assent.standalone.status.StatusCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Main class behind the script {@code ./assent}. */
public final class Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_USAGE = 2;
  private static final Set<String> STORIES = Set.of("", "mssp", "idp");

  private Launcher() {}

  /**
   * Runs a command: {@code up}, {@code down}, {@code demo}, {@code dead-letters} or {@code status}.
   * Exits with 1 where it fails and with 2 where it was called wrongly.
   */
  public static void main(String[] arguments) {
    int status = run(Arrays.asList(arguments), System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  private static int run(List<String> arguments, PrintStream out, PrintStream err) {
    Installation installation = Installation.find();
    Path home = installation.root().resolve(".assent");
    try {
      String command = arguments.isEmpty() ? "" : arguments.getFirst();
      List<String> rest = arguments.stream().skip(1).toList();
      switch (command) {
        case "up" ->
            new UpCommand(installation, UpArguments.parse(rest, System.getenv(), home), out).run();
        case "down" -> {
          none(rest);
          new DownCommand(home.resolve("run"), out).run();
        }
        case "demo" -> demo(rest, home.resolve("run"), out);
        case "dead-letters" ->
            new DeadLettersCommand(
                    RunAddresses.read(home.resolve("run"))
                        .map(run -> run.addresses().clientConfiguration()),
                    out,
                    err)
                .run(rest);
        case "status" -> {
          return new StatusCommand(
                  RunAddresses.read(home.resolve("run")).map(RunAddresses::addresses), out, err)
              .run(rest);
        }
        default -> throw new UsageFailure("Unknown command " + command);
      }
      return 0;
    } catch (UsageFailure usage) {
      err.println(usage.getMessage());
      return EXIT_USAGE;
    } catch (DeadLetterFailure failure) {
      LOG.atInfo().setCause(failure).log("Failed");
      err.println(failure.getMessage());
      return failure.exitStatus();
    } catch (StartFailure | StoryFailure failure) {
      LOG.atInfo().setCause(failure).log("Failed");
      err.println(failure.getMessage());
      return EXIT_FAILED;
    } catch (IOException | RuntimeException failure) {
      LOG.atError().setCause(failure).log("Failed");
      err.println("Failed: " + failure.getMessage());
      return EXIT_FAILED;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return EXIT_FAILED;
    }
  }

  private static void demo(List<String> arguments, Path runDirectory, PrintStream out)
      throws UsageFailure, IOException, StartFailure, StoryFailure, InterruptedException {
    String story = arguments.isEmpty() ? "" : arguments.getFirst();
    none(arguments.stream().skip(1).toList());
    if (!STORIES.contains(story)) {
      throw new UsageFailure("Unknown story " + story + ": there are mssp and idp");
    }
    RunAddresses run =
        RunAddresses.read(runDirectory)
            .orElseThrow(
                () -> new StartFailure("Nothing is running: start it with ./assent up first"));
    DemoTenant tenant = DemoTenant.read(run.demoTenantFile());
    switch (story) {
      case "mssp" -> new MobileSignatureStory(run.addresses(), tenant, out).run();
      case "idp" -> new IdentityProviderStory(run.addresses(), tenant, out).run();
      default -> new DemoStory(run.addresses(), tenant, out).run();
    }
  }

  private static void none(List<String> arguments) throws UsageFailure {
    if (!arguments.isEmpty()) {
      throw new UsageFailure("Unknown argument " + arguments.getFirst());
    }
  }
}
