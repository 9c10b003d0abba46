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
 * The loopback ports of a local Assent: one for each {@link Use}, all different.
 *
 * @param numbers 1 to 65,535
 */
public record Ports(Map<Use, Integer> numbers) {
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
    Map<Integer, Use> takenBy = new HashMap<>();
    for (Use use : Use.values()) {
      Integer number = numbers.get(use);
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

  /** The standard ports. */
  public static Ports standard() {
    Map<Use, Integer> numbers = new EnumMap<>(Use.class);
    for (Use use : Use.values()) {
      numbers.put(use, use.standard());
    }
    return new Ports(numbers);
  }

  /** Ports that are free at this moment. */
  public static Ports free() {
    Map<Use, Integer> numbers = new EnumMap<>(Use.class);
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      // All are held until all are found, so that no port is found twice.
      for (Use use : Use.values()) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        sockets.add(socket);
        numbers.put(use, socket.getLocalPort());
      }
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return new Ports(numbers);
  }

  /** The port for one use. */
  public int number(Use use) {
    return numbers.get(use);
  }

  /**
   * Looks whether all ports can be listened on.
   *
   * @return one line for people about the first that is taken, with what to do about it
   */
  public Optional<String> taken() {
    for (Use use : Use.values()) {
      if (!isFree(number(use))) {
        return Optional.of(
            "Port %d, wanted for the %s, is taken: end what listens there, or choose another with %s=N or %s=N"
                .formatted(number(use), use.title, use.flag(), use.environmentVariable()));
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
