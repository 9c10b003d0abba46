package dev.assent.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.connectors.idp.IdentityProviderKind;
import dev.assent.connectors.mobileid.MobileIdKind;
import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderKind;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.connectors.smartid.SmartIdKind;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RestKindSettingsTest {
  @TempDir private Path folder;
  private String uuid;

  @BeforeEach
  void writeTheUuid() throws IOException {
    uuid = "relying.party.uuid.file=" + Files.writeString(folder.resolve("uuid"), "0-0");
  }

  @Test
  void shouldOpenWithWhatMustBeGiven() {
    assertThatCode(() -> open(new IdentityProviderKind())).doesNotThrowAnyException();
    assertThatCode(() -> open(new MobileIdKind(), uuid, "relying.party.name=DEMO"))
        .doesNotThrowAnyException();
    assertThatCode(() -> open(new SmartIdKind(), uuid, "relying.party.name=DEMO"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format=CMS_TEXT",
        "format=ANYTHING",
        "poll.after=PT0S",
        "status.wait=PT1S",
        "expired.codes=LATE, WHO\nblocked.codes=WHO",
        "declined.codes=NO\nbusy.codes=NO",
        "invalid.proof.codes=BAD"
      })
  void shouldRefuseForAnIdentityProvider(String setting) {
    refuses(new IdentityProviderKind(), setting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"language=ENGLISH", "status.wait=PT0.5S", "poll.after=PT61S", "scheme=x"})
  void shouldRefuseForMobileId(String setting) {
    refuses(new MobileIdKind(), uuid, "relying.party.name=DEMO", setting);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relying.party.name=äöüäöüäöüäöüäöüäö",
        "certificate.level=HIGH",
        "scheme=smart-id-test",
        "language=ENG"
      })
  void shouldRefuseForSmartId(String setting) {
    refuses(new SmartIdKind(), uuid, "relying.party.name=DEMO", setting);
  }

  @Test
  void shouldAskForTheUuidByAFileOnly() {
    refuses(new SmartIdKind(), "relying.party.uuid=0-0", "relying.party.name=DEMO");
    refuses(new MobileIdKind(), "relying.party.name=DEMO");
  }

  private static void refuses(ProviderKind kind, String... settings) {
    String last = settings[settings.length - 1];
    assertThatThrownBy(() -> open(kind, settings))
        .as(last)
        .isInstanceOf(InvalidSettingsException.class);
  }

  private static void open(ProviderKind kind, String... settings) {
    SettingsReader reader =
        SettingsReader.of(
            Arrays.stream(
                    ("url=https://provider.example\n" + String.join("\n", settings)).split("\n"))
                .map(setting -> "--connector.theirs." + setting)
                .toArray(String[]::new),
            Map.of());
    try (Provider provider =
        kind.open(
            ConnectorSettings.of(reader, "theirs"),
            new ProviderSurroundings(Clock.systemUTC(), OutboundMeter.NONE))) {
      assertThat(provider).isNotNull();
    }
    reader.finish();
  }
}
