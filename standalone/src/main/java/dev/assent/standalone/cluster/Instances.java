package dev.assent.standalone.cluster;

/**
 * How many there are of what can have company; everything else there is once.
 *
 * @param brokers 1 or 3; of three, topics have three replicas and a write is on two before it
 *     counts
 * @param processors 1 to {@value #MOST}
 * @param ingresses 1 to {@value #MOST}
 * @param connectors 1 to {@value #MOST}
 * @param standbys copies of each store beside its owner, 0 to 2
 */
public record Instances(int brokers, int processors, int ingresses, int connectors, int standbys) {
  /** Of each kind, on one machine. */
  public static final int MOST = 9;

  /** What one machine needs and no more. */
  public static final Instances ONE_OF_EACH = new Instances(1, 1, 1, 1);

  private static final int SEVERAL_BROKERS = 3;

  public Instances {
    if (brokers != 1 && brokers != SEVERAL_BROKERS) {
      throw new IllegalArgumentException("--brokers must be 1 or 3, not " + brokers);
    }
    requireSome("--processors", processors);
    requireSome("--ingresses", ingresses);
    requireSome("--connectors", connectors);
    if (standbys < 0 || standbys > 2) {
      throw new IllegalArgumentException("standbys must be 0 to 2, not " + standbys);
    }
  }

  /** With a copy of each store where there is a second processor to keep it. */
  public Instances(int brokers, int processors, int ingresses, int connectors) {
    this(brokers, processors, ingresses, connectors, processors > 1 ? 1 : 0);
  }

  /** The same with so many copies of each store. */
  public Instances withStandbys(int number) {
    return new Instances(brokers, processors, ingresses, connectors, number);
  }

  /** How many there are of the service. */
  public int of(Service service) {
    return switch (service) {
      case BROKER -> brokers;
      case PROCESSOR -> processors;
      case INGRESS -> ingresses;
      case CONNECTORS -> connectors;
      case REGISTRY, SIMULATORS -> 1;
    };
  }

  /** How many ports there are for the use. */
  int of(Ports.Use use) {
    return switch (use) {
      case BROKER, CONTROLLER -> brokers;
      case PROCESSOR -> processors;
      case INGRESS -> ingresses;
      case CONNECTORS -> connectors;
      case REGISTRY, REGISTRY_MANAGEMENT, MOBILE_SERVICE, BANK_IDP, MOBILE_ID, SMART_ID -> 1;
    };
  }

  private static void requireSome(String flag, int number) {
    if (number < 1 || number > MOST) {
      throw new IllegalArgumentException(
          "%s must be 1 to %d, not %d".formatted(flag, MOST, number));
    }
  }
}
