package dev.assent.standalone.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The loopback ports of a local Assent: one for each {@link Use} and each instance, all different.
 *
 * @param numbers of the first instances, 1 to 65,535
 * @param further of the second instances and those that follow, where there are any
 */
public record Ports(Map<Use, Integer> numbers, Map<Use, List<Integer>> further) {
  /** From one instance to the next, so that the ports of one look like those of the other. */
  private static final int STEP = 100;

  /** What a port is for. */
  public enum Use {
    INGRESS("ingress", "API ingress", 8080),
    PROCESSOR("processor", "processor", 8081),
    REGISTRY("registry", "schema registry", 8082),
    REGISTRY_MANAGEMENT("registry-management", "schema registry's management", 8083),
    CONNECTORS("connectors", "connectors", 8084),
    MOBILE_SERVICE("mobile-service", "simulated mobile signature service", 8090),
    BANK_IDP("bank-idp", "simulated identity provider", 8091),
    MOBILE_ID("mobile-id", "simulated Mobile-ID", 8092),
    SMART_ID("smart-id", "simulated Smart-ID", 8093),
    BROKER("broker", "Kafka broker", 9092),
    CONTROLLER("controller", "Kafka broker's controller", 9093);

    private final String key;
    private final String title;
    private final int standard;

    Use(String key, String title, int standard) {
      this.key = key;
      this.title = title;
      this.standard = standard;
    }

    /** The flag that chooses another port, without its value. */
    public String flag() {
      return "--" + key + "-port";
    }

    /** The environment variable that chooses another port. */
    public String environmentVariable() {
      return "ASSENT_" + name() + "_PORT";
    }

    /** The port where nothing else is chosen. */
    public int standard() {
      return standard;
    }
  }

  public Ports {
    numbers = Map.copyOf(numbers);
    further = Map.copyOf(further);
    Map<Integer, Use> takenBy = new HashMap<>();
    for (Use use : Use.values()) {
      for (Integer number : together(numbers.get(use), further.get(use))) {
        if (number == null || number < 1 || number > 65_535) {
          throw new IllegalArgumentException(use.flag() + " must be 1 to 65535, not " + number);
        }
        Use other = takenBy.put(number, use);
        if (other != null) {
          throw new IllegalArgumentException(
              "%s and %s are both %d".formatted(other.flag(), use.flag(), number));
        }
      }
    }
  }

  /** Ports for one instance of each. */
  public Ports(Map<Use, Integer> numbers) {
    this(numbers, Map.of());
  }

  /** The same with ports for further instances, each a hundred above those of the one before. */
  public Ports forInstances(Instances instances) {
    Map<Use, List<Integer>> more = new EnumMap<>(Use.class);
    for (Use use : Use.values()) {
      for (int next = 1; next < instances.of(use); next++) {
        more.computeIfAbsent(use, _ -> new ArrayList<>()).add(numbers.get(use) + next * STEP);
      }
    }
    return new Ports(numbers, more);
  }

  /** The standard ports. */
  public static Ports standard() {
    Map<Use, Integer> numbers = new EnumMap<>(Use.class);
    for (Use use : Use.values()) {
      numbers.put(use, use.standard());
    }
    return new Ports(numbers);
  }

  /** Ports that are free at this moment, for one instance of each. */
  public static Ports free() {
    return free(Instances.ONE_OF_EACH);
  }

  /** Ports that are free at this moment. */
  public static Ports free(Instances instances) {
    Map<Use, Integer> numbers = new EnumMap<>(Use.class);
    Map<Use, List<Integer>> further = new EnumMap<>(Use.class);
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      // All are held until all are found, so that no port is found twice.
      for (Use use : Use.values()) {
        for (int instance = 1; instance <= instances.of(use); instance++) {
          ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
          sockets.add(socket);
          if (instance == 1) {
            numbers.put(use, socket.getLocalPort());
          } else {
            further.computeIfAbsent(use, _ -> new ArrayList<>()).add(socket.getLocalPort());
          }
        }
      }
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new Ports(numbers, further);
  }

  /** The port of the first instance for one use. */
  public int number(Use use) {
    return numbers.get(use);
  }

  /**
   * The port of one instance for one use.
   *
   * @param instance 1 and up
   */
  public int number(Use use, int instance) {
    return instance == 1 ? number(use) : further.get(use).get(instance - 2);
  }

  /** The ports of all instances for one use, first to last. */
  public List<Integer> all(Use use) {
    return together(number(use), further.get(use));
  }

  private static List<Integer> together(Integer first, List<Integer> others) {
    List<Integer> all = new ArrayList<>();
    all.add(first);
    all.addAll(others == null ? List.of() : others);
    return all;
  }

  /**
   * Looks whether all ports can be listened on.
   *
   * @return one line for people about the first that is taken, with what to do about it
   */
  public Optional<String> taken() {
    for (Use use : Use.values()) {
      for (int number : all(use)) {
        if (!isFree(number)) {
          return Optional.of(
              "Port %d, wanted for the %s, is taken: end what listens there, or choose another with %s=N or %s=N"
                  .formatted(number, use.title, use.flag(), use.environmentVariable()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
