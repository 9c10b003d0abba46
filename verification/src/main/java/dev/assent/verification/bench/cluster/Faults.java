package dev.assent.verification.bench.cluster;

import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.cluster.Service;
import dev.assent.verification.bench.ConnectionPool;
import dev.assent.verification.bench.Population;
import dev.assent.verification.bench.cluster.SteadyClients.Command;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Does things to the system while clients go on, and says what they saw of it. */
final class Faults implements AutoCloseable {
  /**
   * Of a processor that was killed; from platform.md section 7: six seconds of session and some.
   */
  static final Duration TAKEOVER_BUDGET = Duration.ofSeconds(10);

  /** Of one that leaves: the group goes on without waiting for the session to end. */
  static final Duration LEAVING_BUDGET = Duration.ofSeconds(5);

  private static final Duration UNDISTURBED = Duration.ofSeconds(5);
  private static final Duration SETTLING = Duration.ofSeconds(90);

  /** Longer than a processor's session. */
  private static final Duration NOTICED = Duration.ofSeconds(15);

  private final LocalAssent assent;
  private final List<URI> addresses;
  private final int users;
  private final SteadyClients clients;
  private final CommittedResults results;
  private final Assignment assignment;
  private final PrintStream out;

  Faults(
      LocalAssent assent,
      List<URI> addresses,
      List<ConnectionPool> ingresses,
      int users,
      int clients,
      PrintStream out) {
    this.assent = assent;
    this.addresses = addresses;
    this.users = users;
    this.out = out;
    this.results = new CommittedResults(assent.clientConfiguration());
    this.assignment = new Assignment(assent.clientConfiguration());
    this.clients =
        new SteadyClients(
            ingresses, "X-Api-Key: " + assent.demoTenant().backEndKey(), users, clients);
  }

  /** What is done to the system. */
  @FunctionalInterface
  private interface Harm {
    void doIt() throws Exception;
  }

  /** From all processors to one, and back. */
  void scale() throws Exception {
    int all = processors();
    for (int number = all; number > 1; number--) {
      int leaving = number;
      during(
          "processor %d leaves".formatted(number),
          LEAVING_BUDGET,
          () -> assent.process(Service.PROCESSOR, leaving).stop());
    }
    for (int number = 2; number <= all; number++) {
      int joining = number;
      during(
          "processor %d joins".formatted(number),
          LEAVING_BUDGET,
          () -> {
            long began = System.nanoTime();
            assent.start(Service.PROCESSOR, joining);
            double ready = (System.nanoTime() - began) / 1e9;
            List<Integer> spread = assignment.await(joining, SETTLING);
            out.printf(
                "  ready after %.1f s; after %.1f s users' partitions: %s%n",
                ready, (System.nanoTime() - began) / 1e9, spread);
          });
    }
  }

  /** Every processor and every ingress is stopped and started, one after the other. */
  void rollingRestart() throws Exception {
    for (Service service : List.of(Service.PROCESSOR, Service.INGRESS)) {
      during(
          "rolling restart: " + service.title(),
          LEAVING_BUDGET,
          () -> {
            for (int number = 1; number <= assent.settings().instances().of(service); number++) {
              assent.process(service, number).stop();
              assent.start(service, number);
              assignment.await(processors(), SETTLING);
            }
          });
    }
  }

  /**
   * A processor is killed; the others take over.
   *
   * @param which 1 and up
   */
  void takeover(int which) throws Exception {
    during(
        "processor %d is killed, %d standby of each store"
            .formatted(which, assent.settings().instances().standbys()),
        TAKEOVER_BUDGET,
        () -> {
          assent.process(Service.PROCESSOR, which).kill();
          LockSupport.parkNanos(NOTICED.toNanos());
        });
    assent.start(Service.PROCESSOR, which);
    List<Integer> spread = assignment.await(processors(), SETTLING);
    out.printf("  started again; users' partitions: %s%n", spread);
  }

  /**
   * A broker is killed and started again.
   *
   * @param which 1 and up
   */
  void lostBroker(int which) throws Exception {
    during(
        "broker %d is killed".formatted(which),
        TAKEOVER_BUDGET,
        () -> {
          assent.process(Service.BROKER, which).kill();
          LockSupport.parkNanos(NOTICED.toNanos());
        });
    during(
        "broker %d is started again".formatted(which),
        TAKEOVER_BUDGET,
        () -> assent.start(Service.BROKER, which));
  }

  private int processors() {
    return assent.settings().instances().processors();
  }

  private void during(String what, Duration budget, Harm harm) throws Exception {
    LockSupport.parkNanos(UNDISTURBED.toNanos());
    long at = System.nanoTime();
    String reads;
    try (Reader reader =
        new Reader(
            addresses,
            assent.demoTenant().backEndKey(),
            number -> Population.userId(number % users))) {
      harm.doIt();
      LockSupport.parkNanos(UNDISTURBED.toNanos());
      reads = reader.words();
    }
    List<Command> ended = clients.endedSince(at);
    List<Double> seconds =
        ended.stream().map(command -> command.secondsSince(at)).sorted().toList();
    double longest = seconds.isEmpty() ? Double.POSITIVE_INFINITY : seconds.getLast();
    long failed = ended.stream().filter(Command::failed).count();
    out.printf("%s: %s%n", what, failed > 0 ? "FAILED" : within(longest, budget));
    out.printf(
        "  %,d commands, %,d of them repeated, %d failed; longest %.1f s, half within %.0f ms, 99 %% within %.1f s%n",
        ended.size(),
        ended.stream().filter(command -> command.tries() > 1).count(),
        failed,
        longest,
        seconds.isEmpty() ? 0 : seconds.get(seconds.size() / 2) * 1e3,
        seconds.isEmpty() ? 0 : seconds.get(seconds.size() * 99 / 100));
    ended.stream()
        .filter(Command::failed)
        .max(Comparator.comparingLong(Command::endedAt))
        .ifPresent(last -> out.println("  last failure: " + last.failure()));
    out.println("  " + reads);
  }

  private static String within(double longest, Duration budget) {
    return longest * 1e3 <= budget.toMillis()
        ? "within %d s".formatted(budget.toSeconds())
        : "OVER the %d s that it may take".formatted(budget.toSeconds());
  }

  /** Ends the clients, and says whether each operation that they were told is cancelled is so. */
  void verdict() {
    clients.close();
    out.printf(
        "Results of all that was answered: %s%n",
        results.verdict(clients.cancelled(), SteadyClients.PATIENCE));
  }

  @Override
  public void close() {
    clients.close();
    results.close();
    assignment.close();
  }
}
