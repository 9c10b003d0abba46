package dev.assent.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void shouldFindPortsThatCanBeListenedOn() {
    // Given
    Ports ports = Ports.free();

    // When, then
    assertThat(ports.taken()).isEmpty();
  }

  @Test
  void shouldNameATakenPortWithItsUseAndTheWayOut() throws Exception {
    // Given
    Ports ports = Ports.free();
    int taken = ports.number(Ports.Use.REGISTRY);
    try (ServerSocket socket = new ServerSocket(taken, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(socket.isBound()).isTrue();

      // When, then
      assertThat(ports.taken())
          .hasValue(
              "Port %d, wanted for the schema registry, is taken: end what listens there, or choose another with --registry-port=N or ASSENT_REGISTRY_PORT=N"
                  .formatted(taken));
    }
  }

  @Test
  void shouldSeeAPortThatIsTakenOnAllAddresses() throws Exception {
    // Given
    Ports ports = Ports.free();
    try (ServerSocket socket = new ServerSocket(ports.number(Ports.Use.INGRESS))) {
      assertThat(socket.isBound()).isTrue();

      // When, then
      assertThat(ports.taken()).isPresent();
    }
  }

  @Test
  void shouldRejectOnePortForTwoUses() {
    // Given
    Map<Ports.Use, Integer> numbers = new EnumMap<>(Ports.standard().numbers());
    numbers.put(Ports.Use.PROCESSOR, 9092);

    // When, then
    assertThatThrownBy(() -> new Ports(numbers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--processor-port and --broker-port are both 9092");
  }

  @Test
  void shouldRejectAPortOutOfRange() {
    // Given
    Map<Ports.Use, Integer> numbers = new EnumMap<>(Ports.standard().numbers());
    numbers.put(Ports.Use.BROKER, 65_536);

    // When, then
    assertThatThrownBy(() -> new Ports(numbers))
        .hasMessage("--broker-port must be 1 to 65535, not 65536");
  }
}
