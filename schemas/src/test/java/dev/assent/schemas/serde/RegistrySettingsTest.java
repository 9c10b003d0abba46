package dev.assent.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySettingsTest {
  private static final String URL = "http://registry:8081/apis/ccompat/v7/";

  private static RegistrySettings settings(String... pairs) {
    Map<String, Object> configuration = new HashMap<>(Map.of("schema.registry.url", URL));
    for (int index = 0; index < pairs.length; index += 2) {
      configuration.put(pairs[index], pairs[index + 1]);
    }
    return RegistrySettings.from(configuration);
  }

  @Test
  void shouldDefaultToNoRegistrationAndGeneratedClasses() {
    RegistrySettings settings = settings();
    assertThat(settings.autoRegister()).isFalse();
    assertThat(settings.specificReader()).isTrue();
    assertThat(settings.urls()).containsExactly(URI.create("http://registry:8081/apis/ccompat/v7"));
  }

  @Test
  void shouldTakeSeveralUrlsWithoutTheirCredentials() {
    RegistrySettings settings =
        settings("schema.registry.url", "https://alice:s3cret@one:1/, https://alice:s3cret@two");
    assertThat(settings.urls())
        .isEqualTo(List.of(URI.create("https://one:1"), URI.create("https://two")));
    assertThat(settings.authorization()).contains("Basic YWxpY2U6czNjcmV0");
  }

  @Test
  void shouldNotShowCredentials() {
    RegistrySettings settings =
        settings(
            "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "alice:s3cret");
    assertThat(settings.toString()).doesNotContain("s3cret", "YWxpY2U6czNjcmV0");
  }

  @Test
  void shouldAcceptTheTopicNameStrategyAndForeignKeys() {
    assertThat(
            settings(
                "value.subject.name.strategy",
                "io.confluent.kafka.serializers.subject.TopicNameStrategy",
                "bootstrap.servers",
                "broker:9092"))
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "use.latest.version, true, use.latest.version",
    "value.subject.name.strategy, a.RecordNameStrategy, value.subject.name.strategy",
    "key.subject.name.strategy, a.RecordNameStrategy, key.subject.name.strategy",
    "auto.register.schemas, perhaps, auto.register.schemas",
    "basic.auth.credentials.source, SASL_INHERIT, basic.auth.credentials.source",
    "basic.auth.credentials.source, USER_INFO, basic.auth.user.info",
    "basic.auth.user.info, alice:s3cret, basic.auth.credentials.source",
    "schema.registry.url, mock://scope, http or https",
    "schema.registry.url, registry:8081, http or https",
    "schema.registry.url, 'http://a b', not a URL",
    "schema.registry.url, '', schema.registry.url",
  })
  void shouldRefuseAWrongValueAndNameItsKey(String key, String value, String message) {
    assertThatThrownBy(() -> settings(key, value))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void shouldRequireAUrl() {
    assertThatThrownBy(() -> RegistrySettings.from(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schema.registry.url");
  }
}
