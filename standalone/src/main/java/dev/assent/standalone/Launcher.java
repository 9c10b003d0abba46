package dev.assent.standalone;

import dev.assent.standalone.cluster.DemoTenant;
import dev.assent.standalone.cluster.Installation;
import dev.assent.standalone.deadletters.DeadLetterFailure;
import dev.assent.standalone.deadletters.DeadLettersCommand;
import dev.assent.standalone.demo.DemoStory;
import dev.assent.standalone.demo.StoryFailure;
import dev.assent.standalone.process.StartFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Main class behind the script {@code ./assent}. */
public final class Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_USAGE = 2;

  private Launcher() {}

  /**
   * Runs a command: {@code up}, {@code down}, {@code demo} or {@code dead-letters}. Exits with 1
   * where it fails and with 2 where it was called wrongly.
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
        case "demo" -> {
          none(rest);
          demo(home.resolve("run"), out);
        }
        case "dead-letters" ->
            new DeadLettersCommand(
                    RunAddresses.read(home.resolve("run"))
                        .map(run -> run.addresses().clientConfiguration()),
                    out,
                    err)
                .run(rest);
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

  private static void demo(Path runDirectory, PrintStream out)
      throws IOException, StartFailure, StoryFailure, InterruptedException {
    RunAddresses run =
        RunAddresses.read(runDirectory)
            .orElseThrow(
                () -> new StartFailure("Nothing is running: start it with ./assent up first"));
    new DemoStory(run.addresses(), DemoTenant.read(run.demoTenantFile()), out).run();
  }

  private static void none(List<String> arguments) throws UsageFailure {
    if (!arguments.isEmpty()) {
      throw new UsageFailure("Unknown argument " + arguments.getFirst());
    }
  }
}
