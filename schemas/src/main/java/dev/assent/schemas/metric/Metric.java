package dev.assent.schemas.metric;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The catalogue of our own metrics: everything that makes, documents or reads one takes it from
 * here. Values of tags come from code, settings and closed lists; never a user, a key or an address
 * of somebody.
 */
public enum Metric {
  REQUESTS(
      "assent.ingress.requests",
      Kind.HISTOGRAM,
      "HTTP requests, from their head to their answer; those that wait for an outcome included",
      List.of(Service.INGRESS),
      List.of("dialect", "operation", "status")),
  REFUSALS(
      "assent.ingress.refusals",
      Kind.COUNTER,
      "HTTP requests that were refused, by the reason of the core or of the ingress",
      List.of(Service.INGRESS),
      List.of("dialect", "operation", "reason")),
  REQUESTS_SERVED(
      "assent.ingress.requests.served",
      Kind.GAUGE,
      "HTTP requests that are served now, waits not counted",
      List.of(Service.INGRESS),
      List.of()),
  IN_FLIGHT(
      "assent.ingress.in.flight",
      Kind.GAUGE,
      "Commands that wait for their reply now",
      List.of(Service.INGRESS),
      List.of()),
  WAITS(
      "assent.ingress.waits",
      Kind.GAUGE,
      "Long polls and streams of events that are open now",
      List.of(Service.INGRESS),
      List.of()),
  FOLLOWER_LAG(
      "assent.ingress.lag",
      Kind.GAUGE,
      "Committed records that the ingress has not read yet: of `replies`, `tenants`, `operations`",
      List.of(Service.INGRESS),
      List.of("follower")),
  AUDIT_LOST(
      "assent.audit.lost",
      Kind.COUNTER,
      "Audit records that could not be written",
      List.of(Service.INGRESS),
      List.of()),
  COMMANDS_DECIDED(
      "assent.commands.decided",
      Kind.COUNTER,
      "Commands that were decided, whatever the decision, by kind",
      List.of(Service.PROCESSOR),
      List.of("command")),
  COMMANDS_REFUSED(
      "assent.commands.refused",
      Kind.COUNTER,
      "Commands that were refused, by reason",
      List.of(Service.PROCESSOR),
      List.of("reason")),
  ATTEMPTS_REPEATED(
      "assent.attempts.repeated",
      Kind.COUNTER,
      "Attempts that were known already and got their first reply again",
      List.of(Service.PROCESSOR),
      List.of()),
  APPROVALS(
      "assent.approvals",
      Kind.COUNTER,
      "Operations that were approved, by whether the tenant's own key vouches for it: `yes`, `no`",
      List.of(Service.PROCESSOR),
      List.of("signed")),
  PENDING(
      "assent.operations.pending",
      Kind.GAUGE,
      "Open operations of this instance's partitions by age, each in one band: up to `30s`, `2m`, "
          + "`5m`, `10m`, or `more`, which only a late expiry can bring about",
      List.of(Service.PROCESSOR),
      List.of("age")),
  OLDEST_PENDING(
      "assent.operations.oldest.seconds",
      Kind.GAUGE,
      "Age of the oldest open operation of this instance's partitions; 0 without one",
      List.of(Service.PROCESSOR),
      List.of()),
  PENDING_UNCOUNTED(
      "assent.operations.uncounted.partitions",
      Kind.GAUGE,
      "Partitions that this instance took over and whose open operations it has not counted to the "
          + "end yet: until this is 0, the numbers of open operations are too low",
      List.of(Service.PROCESSOR),
      List.of()),
  EXPIRY_LAG(
      "assent.expiry.lag",
      Kind.HISTOGRAM,
      "From an operation's deadline to its expiry",
      List.of(Service.PROCESSOR),
      List.of()),
  TIMERS_TICK(
      "assent.timers.tick",
      Kind.TIMER,
      "A look for what is due, which keeps the stream from its records, by whether anything was: "
          + "`yes`, `no`",
      List.of(Service.PROCESSOR),
      List.of("due")),
  TIMERS_FIRED(
      "assent.timers.fired",
      Kind.COUNTER,
      "Timers that were due and are done",
      List.of(Service.PROCESSOR),
      List.of()),
  STABLE_LAG(
      "assent.stable.lag",
      Kind.GAUGE,
      "Records between a topic's last stable offset and its end, of the partition that has most: "
          + "nobody who reads committed records sees them yet",
      List.of(Service.PROCESSOR),
      List.of("topic")),
  STABLE_STUCK(
      "assent.stable.stuck.seconds",
      Kind.GAUGE,
      "For how long the last stable offset has stayed where it is though records follow, of the "
          + "partition where it is longest; looked at every 10 s. 0 where all is well",
      List.of(Service.PROCESSOR),
      List.of("topic")),
  DEAD_LETTERS(
      "assent.dead.letters",
      Kind.COUNTER,
      "Records that were set aside, by reason; the processor's own have no connector",
      List.of(Service.PROCESSOR, Service.CONNECTORS),
      List.of("reason", "connector")),
  TASK_WAIT(
      "assent.connector.wait",
      Kind.TIMER,
      "From the making of a task to its taking up",
      List.of(Service.CONNECTORS),
      List.of("connector")),
  TASKS(
      "assent.connector.tasks",
      Kind.HISTOGRAM,
      "Tasks that have an outcome, from their taking up to it, by what it was and the provider's "
          + "code; of codes at most 200, then `OTHER`",
      List.of(Service.CONNECTORS),
      List.of("connector", "action", "outcome", "code")),
  OLDEST_TASK(
      "assent.connector.oldest.seconds",
      Kind.GAUGE,
      "Age of the oldest task that a connector has in hand; 0 without one",
      List.of(Service.CONNECTORS),
      List.of("connector")),
  TASKS_LATE(
      "assent.connector.late",
      Kind.COUNTER,
      "Tasks that came after their operation's deadline, and were left alone",
      List.of(Service.CONNECTORS),
      List.of("connector")),
  TASKS_UNKNOWN(
      "assent.connector.unknown",
      Kind.COUNTER,
      "Tasks that name a connector which this worker has not",
      List.of(Service.CONNECTORS),
      List.of()),
  CONNECTOR_TROUBLE(
      "assent.connector.trouble",
      Kind.COUNTER,
      "Tasks that were given back, and records that could not be written or read and are tried again",
      List.of(Service.CONNECTORS),
      List.of("connector")),
  CALLS(
      "assent.outbound.calls",
      Kind.HISTOGRAM,
      "HTTP calls to providers, by what is known of them: `received`, `not-sent`, `maybe-sent`, "
          + "`held-back`",
      List.of(Service.CONNECTORS),
      List.of("client", "outcome")),
  BREAKER_OPEN(
      "assent.outbound.breaker.open",
      Kind.GAUGE,
      "1 while nothing is sent to the endpoint, because it fails too often",
      List.of(Service.CONNECTORS),
      List.of("client", "endpoint")),
  PUSH_MESSAGES(
      "assent.push.messages",
      Kind.COUNTER,
      "Messages to devices, by service, outcome and the service's code where it refused",
      List.of(Service.CONNECTORS),
      List.of("service", "outcome", "code")),
  WEBHOOKS_DELIVERED(
      "assent.webhook.delivered",
      Kind.HISTOGRAM,
      "From a result's reading to its delivery: the lag of webhooks that arrive",
      List.of(Service.CONNECTORS),
      List.of()),
  WEBHOOK_ATTEMPTS_FAILED(
      "assent.webhook.attempts.failed",
      Kind.COUNTER,
      "Attempts to deliver that failed",
      List.of(Service.CONNECTORS),
      List.of()),
  WEBHOOKS_GIVEN_UP(
      "assent.webhook.given.up",
      Kind.COUNTER,
      "Deliveries that were given up; each is a dead letter too",
      List.of(Service.CONNECTORS),
      List.of()),
  WEBHOOKS_FAILING(
      "assent.webhook.failing",
      Kind.GAUGE,
      "Webhooks whose last attempt failed, counted once in each of this instance's partitions",
      List.of(Service.CONNECTORS),
      List.of()),
  CANARY_JOURNEYS(
      "assent.canary.journeys",
      Kind.HISTOGRAM,
      "Operations of the canary that came to the end that they should, from creation to outcome: "
          + "`approved`, `declined`",
      List.of(Service.CANARY),
      List.of("journey")),
  CANARY_FAILURES(
      "assent.canary.failures",
      Kind.COUNTER,
      "Operations of the canary that did not",
      List.of(Service.CANARY),
      List.of("journey")),
  CANARY_SUCCEEDED_AT(
      "assent.canary.succeeded.at.seconds",
      Kind.GAUGE,
      "When the canary succeeded last, in seconds since 1970; 0 where it has not yet",
      List.of(Service.CANARY),
      List.of("journey"));

  /** Who makes a metric. */
  public enum Service {
    INGRESS,
    PROCESSOR,
    CONNECTORS,
    CANARY
  }

  /** What a metric is. */
  public enum Kind {
    /** Only grows, from 0 at the start. */
    COUNTER,
    /** As it is now. */
    GAUGE,
    /** How often, how long in all, and the longest of late. */
    TIMER,
    /** A timer that also tells how many took at most how long. */
    HISTOGRAM
  }

  private static final Set<Duration> REQUEST_LIMITS =
      Set.of(
          Duration.ofMillis(5),
          Duration.ofMillis(10),
          Duration.ofMillis(20),
          Duration.ofMillis(40),
          Duration.ofMillis(60),
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofSeconds(1));

  private final String meterName;
  private final Kind kind;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final Set<Service> services;

  @SuppressWarnings("ImmutableEnumChecker") // likewise
  private final List<String> tags;

  Metric(String meterName, Kind kind, String meaning, List<Service> services, List<String> tags) {
    this.meterName = meterName;
    this.kind = kind;
    this.meaning = meaning;
    this.services = Set.copyOf(services);
    this.tags = List.copyOf(tags);
  }

  /** Micrometer's name. */
  public String meterName() {
    return meterName;
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /** What it tells, in words. */
  public String meaning() {
    return meaning;
  }

  /** Who makes it. */
  public Set<Service> services() {
    return services;
  }

  /** The names of its tags, in the order in which their values are given. */
  public List<String> tags() {
    return tags;
  }

  /**
   * The limits of a histogram's buckets; empty where Micrometer chooses them. Requests are many by
   * operation and status, and have few limits for that.
   */
  Set<Duration> limits() {
    return this == REQUESTS ? REQUEST_LIMITS : Set.of();
  }

  /** Its name in Prometheus, without what follows it in a timer. */
  public String prometheusName() {
    String name = meterName.replace('.', '_');
    return switch (kind) {
      case COUNTER -> name + "_total";
      case GAUGE -> name;
      case TIMER, HISTOGRAM -> name + "_seconds";
    };
  }

  /** The names of its samples in Prometheus. */
  public Set<String> sampleNames() {
    String name = prometheusName();
    Set<String> names = new TreeSet<>();
    switch (kind) {
      case COUNTER, GAUGE -> names.add(name);
      case TIMER -> names.addAll(Set.of(name + "_count", name + "_sum", name + "_max"));
      case HISTOGRAM ->
          names.addAll(Set.of(name + "_count", name + "_sum", name + "_max", name + "_bucket"));
    }
    return names;
  }
}
