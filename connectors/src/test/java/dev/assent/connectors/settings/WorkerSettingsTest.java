package dev.assent.connectors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.assent.connectors.outbound.OutboundSettings;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerSettingsTest {
  @Test
  void shouldBeIdleWithoutConnectors() {
    // When
    WorkerSettings settings = read();

    // Then
    assertThat(settings.connectors()).isEmpty();
    assertThat(settings.port()).isEqualTo(8084);
    assertThat(settings.lock()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.grace()).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void shouldReadEachConnector() {
    // When
    WorkerSettings settings =
        read(
            "--connectors=bank, phone",
            "--connector.bank.kind=idp",
            "--connector.bank.channel=idp",
            "--connector.phone.kind=etsi-rest",
            "--connector.phone.channel=mssp",
            "--connector.phone.concurrency=10",
            "--connector.phone.lanes=3");

    // Then
    assertThat(settings.connectors())
        .extracting(
            WorkerConnector::name,
            WorkerConnector::kind,
            WorkerConnector::channel,
            WorkerConnector::lanes,
            WorkerConnector::laneSize)
        .containsExactly(
            tuple("bank", "idp", TaskChannel.IDP, 4, 16),
            tuple("phone", "etsi-rest", TaskChannel.MSSP, 3, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --connectors=a,a                                                  | once
          --connectors=a b                                                  | name must be
          --connectors=a                                                    | connector.a.kind must be given
          --connectors=a --connector.a.kind=k --connector.a.channel=sms     | idp or mssp
          --connectors=a --connector.a.kind=k --connector.a.channel=idp --connector.a.lanes=17 | lanes
          --task.lock=PT2M                                                  | task.lock
          --kafka.acks=0                                                    | kafka.acks cannot be set
          --connector.a.kind=k                                              | unknown settings
          """)
  void shouldRefuseWhatItCannotMean(String arguments, String message) {
    assertThatThrownBy(() -> read(arguments.split(" --")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "https://idp.example/base/, https://idp.example/base",
    "http://127.0.0.1:8090, http://127.0.0.1:8090",
  })
  void shouldTakeAnAddressThatCanBeCalled(String text, URI url) {
    assertThat(OutboundSettings.url(connector(text))).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "http://idp.example",
    "https://user@idp.example",
    "https://idp.example?x=1",
    "idp.example",
    "'a b'"
  })
  void shouldTakeNoOtherAddress(String text) {
    assertThatThrownBy(() -> OutboundSettings.url(connector(text)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("connector.a.url");
  }

  @Test
  void shouldTakeNoAnswerThatMakesARecordTooLarge() {
    // Given
    ConnectorSettings settings =
        ConnectorSettings.of(
            SettingsReader.of(
                new String[] {
                  "--connector.a.url=https://idp.example", "--connector.a.answer.bytes=600000"
                },
                Map.of()),
            "a");

    // When, then
    assertThatThrownBy(() -> OutboundSettings.from(settings))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("connector.a.answer.bytes");
  }

  private static ConnectorSettings connector(String url) {
    return ConnectorSettings.of(
        SettingsReader.of(new String[] {"--connector.a.url=" + url}, Map.of()), "a");
  }

  private static WorkerSettings read(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--kafka.bootstrap.servers=broker:9092",
                "--schema.registry.url=http://r",
                "--cluster.plain.allowed=true"));
    for (String argument : arguments) {
      all.add(argument.startsWith("--") ? argument : "--" + argument);
    }
    SettingsReader reader = SettingsReader.of(all.toArray(String[]::new), Map.of());
    WorkerSettings settings = WorkerSettings.from(reader);
    reader.finish();
    return settings;
  }
}
