package dev.assent.standalone;

import dev.assent.standalone.cluster.Addresses;
import dev.assent.standalone.cluster.Installation;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.cluster.LocalSettings;
import dev.assent.standalone.process.RunFiles;
import dev.assent.standalone.process.StartFailure;
import dev.assent.standalone.protection.Protection;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** {@code up}: starts everything, stays until it is told to stop, and stops everything. */
final class UpCommand {
  private static final Duration STOP_GRACE = Duration.ofSeconds(15);

  private final Installation installation;
  private final LocalSettings settings;
  private final boolean fresh;
  private final boolean secure;
  private final PrintStream out;
  private final RunFiles runFiles;
  private volatile boolean stopRequested;

  UpCommand(Installation installation, UpArguments arguments, PrintStream out) {
    this.installation = installation;
    this.settings = arguments.settings();
    this.fresh = arguments.fresh();
    this.secure = arguments.secure();
    this.out = out;
    this.runFiles = new RunFiles(settings.runDirectory());
  }

  /**
   * Returns when everything is stopped again.
   *
   * @throws StartFailure where it cannot start, or a service ended by itself
   */
  void run() throws StartFailure, IOException, InterruptedException {
    Optional<FileLock> lock = runFiles.lock();
    if (lock.isEmpty()) {
      throw new StartFailure(alreadyRunning());
    }
    clearEarlierRun();
    Optional<String> taken = settings.ports().taken();
    if (taken.isPresent()) {
      throw new StartFailure(taken.get());
    }
    StateDirectory state = new StateDirectory(settings.stateDirectory());
    if (fresh) {
      state.delete();
    }
    state.prepare();
    runFiles.write(RunFiles.LAUNCHER, ProcessHandle.current());
    ConsoleProgress progress = new ConsoleProgress(out);
    LocalAssent assent =
        secure
            ? LocalAssent.secured(installation, settings, progress)
            : new LocalAssent(installation, settings, progress);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      stopRequested = true;
                      stop(assent);
                    }));
    try {
      start(assent);
      throw new StartFailure(assent.firstUnexpectedEnd(this::goesOn).get());
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (StartFailure failure) {
      // Whoever asked to stop in the middle of the start need not be told that it did not succeed.
      if (!stopRequested) {
        throw failure;
      }
    } finally {
      stop(assent);
    }
  }

  private void start(LocalAssent assent) throws StartFailure, IOException, InterruptedException {
    long began = System.nanoTime();
    out.printf(
        "Starting Assent (state in %s, logs in %s)%n",
        settings.stateDirectory(), settings.logDirectory());
    assent.startInfrastructure();
    assent.startServices();
    RunAddresses.of(assent).write(settings.runDirectory());
    out.printf("Assent is ready after %.1f s.%n%n", (System.nanoTime() - began) / 1_000_000_000.0);
    welcome(assent);
  }

  private void welcome(LocalAssent assent) {
    Addresses addresses = assent.addresses();
    out.printf(
        """
          HTTP API          %s
          Kafka             %s
          schema registry   %s
          processor         %s  (health, metrics)
          simulators        %s (mobile signature service), %s (identity provider)
          demo tenant       %s  (API keys: %s)
          administration    %s/api/v1/tenants  (key: %s)

        Try first, in another terminal:
          ./assent demo
          ./assent demo mssp
          ./assent demo idp
          curl -s %s-H "X-Api-Key: $(sed -n 's/^back-end-key=//p' '%s')" %s/v2/users/0123456789ABCDEF/operations/pending

        Ctrl-C or ./assent down stops everything; the state stays.
        """,
        addresses.ingress(),
        addresses.bootstrapServers(),
        addresses.schemaRegistry(),
        addresses.processor(),
        addresses.mobileService(),
        addresses.identityProvider(),
        assent.demoTenant().tenant(),
        assent.demoTenantFile(),
        addresses.ingress(),
        assent.administrationKeyFile(),
        addresses.protection().map(found -> "--cacert '" + found.authority() + "' ").orElse(""),
        assent.demoTenantFile(),
        addresses.ingress());
    addresses.protection().ifPresent(this::tellOfProtection);
  }

  private void tellOfProtection(Protection protection) {
    out.printf(
        """

        Broker, registry and API speak TLS only; the broker knows each service by its certificate, and lets it do its own work alone.
          authority         %s
          certificates      %s
          rights            docs/reference/acl.md
        """,
        protection.authority(), protection.directory());
  }

  private void goesOn(String end) {
    out.println(end);
    out.println("Others of its kind go on.");
  }

  private void stop(LocalAssent assent) {
    try {
      RunAddresses.remove(settings.runDirectory());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      assent.close();
      runFiles.remove(RunFiles.LAUNCHER);
    }
  }

  private String alreadyRunning() {
    return "Assent runs already%s: stop it with ./assent down"
        .formatted(
            runFiles
                .find(RunFiles.LAUNCHER)
                .map(launcher -> " (process " + launcher.handle().pid() + ")")
                .orElse(""));
  }

  private void clearEarlierRun() throws IOException, InterruptedException {
    if (!runFiles.areLeft()) {
      return;
    }
    String left =
        runFiles.children().stream()
            .map(RunFiles.RunningProcess::name)
            .collect(Collectors.joining(", "));
    out.println(
        left.isEmpty()
            ? "An earlier run did not end cleanly; nothing of it runs any more."
            : "An earlier run was stopped by half; stopping what is left of it: " + left + ".");
    runFiles.stopChildren(STOP_GRACE);
    RunAddresses.remove(settings.runDirectory());
  }
}
