package dev.assent.verification.bench.connectors;

import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.process.StartFailure;
import dev.assent.verification.bench.Load;
import dev.assent.verification.bench.Timed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/** How long it takes from a provider's answer with the signature to the committed result. */
final class AnswerTimes {
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);

  private final LocalAssent assent;
  private final Provision provision;

  AnswerTimes(LocalAssent assent, Provision provision) {
    this.assent = assent;
    this.provision = provision;
  }

  /**
   * Measures at a steady rate, with one worker.
   *
   * @param warmUp operations at first that are not counted
   */
  Timed measure(int rate, Duration duration, int warmUp)
      throws IOException, InterruptedException, ExecutionException, StartFailure {
    String connector = "times-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
    int count = (int) (rate * duration.toSeconds());
    List<String> users = provision.users(connector, count);
    try (Gate gate = new Gate(provision.simulator().url(), Gate.Guard.NONE)) {
      List<String> settings = new ArrayList<>(Provision.connector(connector, gate));
      settings.add("--connectors=" + connector);
      try (WorkerProcess worker = new WorkerProcess(assent, connector, settings)) {
        worker.start();
        AtomicInteger number = new AtomicInteger();
        Load.open(
            rate,
            duration,
            _ -> {
              String user = users.get(number.getAndIncrement());
              provision.request(user, "op-" + user, TIME_TO_LIVE);
            });
        Witness witness = provision.witness();
        witness.await(
            () -> users.stream().noneMatch(user -> witness.endings("op-" + user).isEmpty()),
            TIME_TO_LIVE);
        return times(gate, users.subList(warmUp, users.size()), rate);
      }
    }
  }

  private Timed times(Gate gate, List<String> users, int rate) {
    Histogram histogram = Timed.histogram3();
    for (String user : users) {
      String operation = "op-" + user;
      for (Witness.Ending ending : provision.witness().endings(operation)) {
        for (String transaction : provision.witness().transactions(operation)) {
          Long answered = gate.signedAt().get(transaction);
          if (answered != null) {
            histogram.recordValue(Timed.micros(answered, ending.arrivedAt()));
          }
        }
      }
    }
    return new Timed(rate, histogram);
  }
}
