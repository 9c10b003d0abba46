package dev.assent.schemas.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
  @TempDir Path directory;

  @Test
  void shouldPreferArgumentsToEnvironmentToFileToDefaults() throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("settings"), "a=file\nb=file\nc=file\n");
    SettingsReader reader =
        SettingsReader.of(
            new String[] {"--settings=" + file, "--a=argument"},
            Map.of("ASSENT_SETTING_A", "environment", "ASSENT_SETTING_B", "environment"));
    // When, Then
    assertThat(reader.text("a")).isEqualTo("argument");
    assertThat(reader.text("b")).isEqualTo("environment");
    assertThat(reader.text("c")).isEqualTo("file");
    assertThat(reader.text("d", "default")).isEqualTo("default");
    reader.finish();
  }

  @Test
  void shouldRefuseSettingsThatNobodyAskedFor() {
    // Given
    SettingsReader reader = SettingsReader.of(new String[] {"--htp.port=1"}, Map.of());
    reader.integer("http.port", 8080, 1, 65_535);
    // When, Then
    assertThatThrownBy(reader::finish)
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage("unknown settings: htp.port");
  }

  @Test
  void shouldSayWhichValueIsOutOfRange() {
    // Given
    SettingsReader reader =
        SettingsReader.of(new String[] {"--port=70000", "--wait=PT1H", "--odd=x"}, Map.of());
    // When, Then
    assertThatThrownBy(() -> reader.integer("port", 8080, 1, 65_535))
        .hasMessage("port must be a whole number from 1 to 65535, not 70000");
    assertThatThrownBy(() -> reader.integer("odd", 8080, 1, 65_535))
        .hasMessage("odd must be a whole number from 1 to 65535, not x");
    assertThatThrownBy(
            () ->
                reader.duration(
                    "wait", Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ofSeconds(5)))
        .hasMessage("wait must be an ISO 8601 duration from PT1S to PT5S, not PT1H");
    assertThatThrownBy(() -> reader.text("absent")).hasMessage("absent must be given");
    assertThatThrownBy(() -> SettingsReader.of(new String[] {"port"}, Map.of()))
        .hasMessage("an argument must read --name=value: port");
  }

  @Test
  @Tag("AS-17")
  void shouldNeverShowASecret() throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("token"), "hunter2\n");
    SettingsReader reader =
        SettingsReader.of(
            new String[] {"--token.file=" + file, "--kafka.ssl.key.password=hunter2"}, Map.of());
    // When
    Secret secret = reader.secretFile("token.file");
    reader.prefixed("kafka.");
    // Then
    assertThat(secret.reveal()).isEqualTo("hunter2");
    assertThat(secret).hasToString("[secret]");
    assertThat(reader.describe())
        .containsExactly("kafka.ssl.key.password=[secret]", "token.file=" + file);
  }
}
