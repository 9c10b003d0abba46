package dev.assent.verification.bench.connectors;

import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.process.StartFailure;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** What is done to connectors of a running system, and what is seen of it. */
public final class ConnectorFaults {
  private final LocalAssent assent;

  /** Faults in this system; its demo tenant gets the users. */
  public ConnectorFaults(LocalAssent assent) {
    this.assent = assent;
  }

  /** Kills workers around their calls. */
  public KillReport kill(KillPlan plan)
      throws IOException, InterruptedException, ExecutionException, StartFailure {
    try (Provision provision = new Provision(assent)) {
      return new Kills(assent, provision, plan).run();
    }
  }

  /** Has a provider fail. */
  public OutageReport failProvider(OutagePlan plan)
      throws IOException, InterruptedException, ExecutionException, StartFailure {
    try (Provision provision = new Provision(assent)) {
      return new Outage(assent, provision, plan).run();
    }
  }

  /** Has a receiver of webhooks fail; the system's own connectors deliver. */
  public ReceiverReport failReceiver(ReceiverPlan plan) throws IOException, InterruptedException {
    return new ReceiverOutage(assent, plan).run();
  }
}
