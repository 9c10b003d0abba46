package dev.assent.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.standalone.cluster.Instances;
import dev.assent.standalone.cluster.LocalSettings;
import dev.assent.standalone.cluster.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpArgumentsTest {
  private static final Path HOME = Path.of("/some where/.assent");

  @Test
  void shouldHaveStandardValues() throws Exception {
    // Given, when
    UpArguments arguments = UpArguments.parse(List.of(), Map.of("PATH", "/bin"), HOME);

    // Then
    assertThat(arguments)
        .isEqualTo(
            new UpArguments(
                new LocalSettings(
                    HOME.resolve("state"),
                    HOME.resolve("logs"),
                    HOME.resolve("run"),
                    Ports.standard(),
                    4,
                    1),
                false,
                false));
  }

  @Test
  void shouldTakeEverythingFromFlags() throws Exception {
    // Given
    List<String> flags =
        List.of(
            "--fresh", "--secure", "--partitions=8", "--ingress-port=18080", "--broker-port=19092");

    // When
    UpArguments arguments = UpArguments.parse(flags, Map.of(), HOME);

    // Then
    assertThat(arguments.fresh()).isTrue();
    assertThat(arguments.secure()).isTrue();
    assertThat(arguments.settings().partitions()).isEqualTo(8);
    assertThat(arguments.settings().ports().number(Ports.Use.INGRESS)).isEqualTo(18_080);
    assertThat(arguments.settings().ports().number(Ports.Use.BROKER)).isEqualTo(19_092);
  }

  @Test
  void shouldTakeHowManyThereAreOfEach() throws Exception {
    // Given
    List<String> flags = List.of("--brokers=3", "--processors=3", "--ingress-port=7000");
    Map<String, String> environment = Map.of("ASSENT_INGRESSES", "2", "ASSENT_PROCESSORS", "2");

    // When
    LocalSettings settings = UpArguments.parse(flags, environment, HOME).settings();

    // Then
    assertThat(settings.instances()).isEqualTo(new Instances(3, 3, 2, 1, 1));
    assertThat(settings.ports().all(Ports.Use.INGRESS)).containsExactly(7000, 7100);
    assertThat(settings.ports().all(Ports.Use.BROKER)).containsExactly(9092, 9192, 9292);
    assertThat(settings.ports().all(Ports.Use.REGISTRY)).containsExactly(8082);
  }

  @Test
  void shouldRejectTwoBrokers() {
    assertFails(List.of("--brokers=2"), Map.of(), "--brokers must be 1 or 3, not 2");
  }

  @Test
  void shouldRejectFurtherInstancesOnPortsThatAreTakenAlready() {
    assertFails(
        List.of("--processors=2", "--ingress-port=8181"),
        Map.of(),
        "--ingress-port and --processor-port are both 8181");
  }

  @Test
  void shouldTakeEverythingFromTheEnvironment() throws Exception {
    // Given
    Map<String, String> environment =
        Map.of(
            "ASSENT_STATE", "/elsewhere",
            "ASSENT_PARTITIONS", "2",
            "ASSENT_REGISTRY_MANAGEMENT_PORT", "18083");

    // When
    LocalSettings settings = UpArguments.parse(List.of(), environment, HOME).settings();

    // Then
    assertThat(settings.stateDirectory()).isEqualTo(Path.of("/elsewhere"));
    assertThat(settings.partitions()).isEqualTo(2);
    assertThat(settings.ports().number(Ports.Use.REGISTRY_MANAGEMENT)).isEqualTo(18_083);
  }

  @Test
  void shouldPreferTheFlag() throws Exception {
    // Given
    Map<String, String> environment = Map.of("ASSENT_INGRESS_PORT", "1");

    // When
    UpArguments arguments = UpArguments.parse(List.of("--ingress-port=2"), environment, HOME);

    // Then
    assertThat(arguments.settings().ports().number(Ports.Use.INGRESS)).isEqualTo(2);
  }

  @Test
  void shouldRejectAnUnknownFlag() {
    assertFails(List.of("--frehs"), Map.of(), "Unknown argument --frehs");
  }

  @Test
  void shouldRejectAnUnknownVariable() {
    assertFails(
        List.of(), Map.of("ASSENT_INGRES_PORT", "1"), "Unknown environment variable ASSENT_INGRES");
  }

  @Test
  void shouldLeaveTheSettingsOfTheServicesToThem() throws Exception {
    // Given
    Map<String, String> environment = Map.of("ASSENT_SETTING_REPLY_TIMEOUT", "PT1S");

    // When
    UpArguments arguments = UpArguments.parse(List.of(), environment, HOME);

    // Then
    assertThat(arguments.fresh()).isFalse();
  }

  @Test
  void shouldRejectWhatIsNotANumber() {
    assertFails(
        List.of("--broker-port=kafka"), Map.of(), "--broker-port must be a number, not kafka");
  }

  @Test
  void shouldRejectTooManyPartitions() {
    assertFails(List.of("--partitions=1001"), Map.of(), "--partitions must be 1 to 1000, not 1001");
  }

  private static void assertFails(
      List<String> flags, Map<String, String> environment, String message) {
    assertThatThrownBy(() -> UpArguments.parse(flags, environment, HOME))
        .isInstanceOf(UsageFailure.class)
        .hasMessageContaining(message);
  }
}
