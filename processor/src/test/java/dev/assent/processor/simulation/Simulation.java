package dev.assent.processor.simulation;

import dev.assent.processor.state.StoreName;
import dev.assent.processor.topology.AssentTopology;
import dev.assent.processor.topology.SilentMeter;
import dev.assent.schemas.avro.DisplayTemplate;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.avro.TimerPurpose;
import dev.assent.schemas.avro.UserRecord;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;

/**
 * One run: everything goes wrong for a while, then nothing does any more, and all comes to its end.
 */
final class Simulation {
  static final int PARTITIONS = 3;
  static final int USERS = 4;
  static final int MOST_PENDING = 3;
  static final int MOST_FAILURES = 5;
  static final String TENANT = "bank";
  static final String TEMPLATE = "payment";
  static final Duration LONGEST_TIME_TO_LIVE = Duration.ofSeconds(25);
  static final Duration RETENTION = Duration.ofMinutes(10);

  private static final String EXPIRY = TimerPurpose.EXPIRE_OPERATION + ":";
  private static final SingleObjectSerde<UserRecord> USER_CODEC =
      SingleObjectSerde.of(UserRecord.class);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Duration FAULTS_STOP = Duration.ofSeconds(45);

  /** A minute for what was under way, such as a crash, and the longest time to live. */
  private static final Duration ALL_ENDED = FAULTS_STOP.plus(Duration.ofSeconds(60));

  private static final Duration ALL_FORGOTTEN = ALL_ENDED.plus(RETENTION).plusSeconds(30);

  private final Scheduler scheduler;
  private final Faults faults;
  private final SimulatedLog log;
  private final Truth truth = new Truth();
  private final Ingress ingress;
  private final Ledger ledger;
  private final Cluster cluster;

  Simulation(long seed, Trace trace) {
    scheduler = new Scheduler(seed, START.toEpochMilli(), trace);
    faults = new Faults(scheduler);
    log = new SimulatedLog(scheduler, PARTITIONS);
    ingress = new Ingress(scheduler, faults, log);
    ledger = new Ledger(scheduler, truth, ingress);
    cluster = new Cluster(scheduler, faults, log, this::topology, ledger::committed);
  }

  /** What stands for a signed approval here. */
  static String token(String eventId, String proofKind) {
    return eventId + " by " + proofKind;
  }

  private RecordedTopology topology() {
    RecordedTopology topology = new RecordedTopology();
    AssentTopology.addProcessors(
        topology,
        Codecs.CONFIGURATION,
        new SilentMeter(),
        (_, _, _, _) -> Optional.empty(),
        (_, eventId, evidence) -> Optional.of(token(eventId, evidence.proofKind().name())),
        PARTITIONS,
        scheduler::split);
    return topology;
  }

  /** Runs to the end; throws where something happened that must never happen. */
  void run() {
    tenant();
    List<UserKey> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      users.add(new UserKey(TENANT, "user" + i));
    }
    Bank bank = new Bank(scheduler, faults, log, ingress, truth, users);
    for (int i = 0; i < USERS; i++) {
      List<DeviceKeys> keys = DeviceKeys.POOL.subList(2 * i, 2 * i + 2);
      new Person(scheduler, log, ingress, truth, bank, users.get(i), keys).start();
    }
    new Providers(scheduler, faults, log, truth);
    cluster.start();
    compare();
    bank.start();
    scheduler.runUntil(FAULTS_STOP.toMillis());
    scheduler.note("faults stop");
    faults.stop();
    scheduler.runUntil(ALL_ENDED.toMillis());
    scheduler.note("all must have ended");
    compare();
    ledger.complete();
    Check.that(ingress.waiting().isEmpty(), "clients wait: %s", ingress.waiting());
    Check.that(cluster.backlog().isEmpty(), "not processed: %s", cluster.backlog());
    cluster.slowDown(2_000);
    scheduler.runUntil(ALL_FORGOTTEN.toMillis());
    for (String store :
        List.of(
            StoreName.TIMERS,
            StoreName.OPERATIONS,
            StoreName.CHALLENGES,
            StoreName.ATTEMPTS,
            StoreName.CLAIMS)) {
      Check.that(
          cluster.contents(store).isEmpty(),
          "%s still has %s",
          store,
          cluster.contents(store).stream().map(Map.Entry::getKey).toList());
    }
  }

  /** What is stored must agree with what was published, whenever one looks. */
  private void compare() {
    Set<String> open = ledger.operations().open();
    Set<String> expiring = new TreeSet<>();
    for (Map.Entry<Object, byte[]> timer : cluster.contents(StoreName.TIMERS)) {
      byte[] key = ((Bytes) timer.getKey()).get();
      String name = new String(key, Long.BYTES, key.length - Long.BYTES, StandardCharsets.UTF_8);
      if (name.startsWith(EXPIRY)) {
        expiring.add(name.substring(EXPIRY.length()));
      }
    }
    Check.that(expiring.equals(open), "%s are open, %s will expire", open, expiring);
    Map<String, Long> counts =
        open.stream()
            .collect(
                Collectors.groupingBy(
                    key -> key.substring(0, key.lastIndexOf('/')), Collectors.counting()));
    for (Map.Entry<Object, byte[]> user : cluster.contents(StoreName.USERS)) {
      long counted = USER_CODEC.decode(user.getValue()).getOpenOperations();
      Check.that(
          counted == counts.getOrDefault(user.getKey(), 0L),
          "%s has %d open operations, not %s",
          user.getKey(),
          counted,
          open);
    }
    if (faults.active()) {
      scheduler.after(2_000, this::compare);
    }
  }

  private void tenant() {
    TenantPolicy policy =
        TenantPolicy.newBuilder()
            .setTimeToLive(LONGEST_TIME_TO_LIVE.toMillis())
            .setMaximumFailedProofs(3)
            .setMaximumPending(MOST_PENDING)
            .setRetention(RETENTION.toMillis())
            .setMaximumConsecutiveFailedProofs(MOST_FAILURES)
            .setLockDuration(60_000)
            .setToleratedRefusals(3)
            .setCoolDown(2_000)
            .setLongestCoolDown(8_000)
            .setPendingQuota(scheduler.chance(0.3) ? 9 : 0)
            .setTemplates(
                List.of(
                    DisplayTemplate.newBuilder()
                        .setId(TEMPLATE)
                        .setVersion(1)
                        .setTexts(Map.of("en", "Pay {payee}?"))
                        .setFields(Map.of("payee", "TEXT"))
                        .build()))
            .build();
    Tenant tenant =
        Tenant.newBuilder()
            .setTenant(TENANT)
            .setDisplayName("Bank")
            .setEnabled(true)
            .setApiKeys(List.of())
            .setPolicy(policy)
            .build();
    log.append(Topic.TENANTS, 0, TENANT, Codecs.encode(Topic.TENANTS, tenant));
  }
}
