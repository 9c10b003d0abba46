package dev.assent.schemas.serde;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * What our serializer and deserializer take from the configuration, under Confluent's own keys.
 * Keys that are not ours are left alone, because one map also configures producers and Streams.
 *
 * @param urls roots of the registry, without credentials and without a slash at the end; at least
 *     one
 * @param autoRegister whether the serializer registers a schema that is not there
 * @param specificReader whether records become instances of their generated class
 * @param authorization the Authorization header to send
 * @param trustStore certificates to trust instead of the JVM's
 */
record RegistrySettings(
    List<URI> urls,
    boolean autoRegister,
    boolean specificReader,
    Optional<String> authorization,
    Optional<TrustStore> trustStore) {

  static final String URL = "schema.registry.url";
  static final String AUTO_REGISTER = "auto.register.schemas";
  static final String USE_LATEST = "use.latest.version";
  static final String SPECIFIC_READER = "specific.avro.reader";
  static final String VALUE_STRATEGY = "value.subject.name.strategy";
  static final String KEY_STRATEGY = "key.subject.name.strategy";
  static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
  static final String USER_INFO = "basic.auth.user.info";
  static final String TRUST_STORE_LOCATION = "schema.registry.ssl.truststore.location";
  static final String TRUST_STORE_PASSWORD = "schema.registry.ssl.truststore.password";
  static final String TRUST_STORE_TYPE = "schema.registry.ssl.truststore.type";

  private static final String TOPIC_NAME_STRATEGY =
      "io.confluent.kafka.serializers.subject.TopicNameStrategy";

  private static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(URL, ConfigDef.Type.LIST, ConfigDef.Importance.HIGH, "Roots of the registry")
          .define(
              AUTO_REGISTER,
              ConfigDef.Type.BOOLEAN,
              false,
              ConfigDef.Importance.MEDIUM,
              "Register when writing")
          .define(
              USE_LATEST, ConfigDef.Type.BOOLEAN, false, ConfigDef.Importance.LOW, "Not supported")
          .define(
              SPECIFIC_READER,
              ConfigDef.Type.BOOLEAN,
              true,
              ConfigDef.Importance.MEDIUM,
              "Generated classes")
          .define(
              CREDENTIALS_SOURCE,
              ConfigDef.Type.STRING,
              "URL",
              ConfigDef.Importance.MEDIUM,
              "URL or USER_INFO")
          .define(
              USER_INFO,
              ConfigDef.Type.PASSWORD,
              null,
              ConfigDef.Importance.MEDIUM,
              "user:password")
          .define(
              TRUST_STORE_LOCATION,
              ConfigDef.Type.STRING,
              null,
              ConfigDef.Importance.MEDIUM,
              "File")
          .define(
              TRUST_STORE_PASSWORD,
              ConfigDef.Type.PASSWORD,
              null,
              ConfigDef.Importance.MEDIUM,
              "Its password")
          .define(
              TRUST_STORE_TYPE,
              ConfigDef.Type.STRING,
              "JKS",
              ConfigDef.Importance.LOW,
              "JKS, PKCS12 or PEM");

  /**
   * Reads and checks the settings.
   *
   * @throws ConfigException naming the key, where a value is missing, wrong or not supported
   */
  static RegistrySettings from(Map<String, ?> configuration) {
    Map<String, Object> parsed = DEFINITION.parse(configuration);
    if ((Boolean) parsed.get(USE_LATEST)) {
      throw new ConfigException(
          USE_LATEST, true, "is not supported: records are written with the schema of their class");
    }
    requireTopicNameStrategy(VALUE_STRATEGY, configuration);
    requireTopicNameStrategy(KEY_STRATEGY, configuration);
    List<URI> given = urls((List<?>) parsed.get(URL));
    return new RegistrySettings(
        given.stream().map(RegistrySettings::withoutCredentials).toList(),
        (Boolean) parsed.get(AUTO_REGISTER),
        (Boolean) parsed.get(SPECIFIC_READER),
        credentials(
                (String) parsed.get(CREDENTIALS_SOURCE), (Password) parsed.get(USER_INFO), given)
            .map(RegistrySettings::basic),
        Optional.ofNullable((String) parsed.get(TRUST_STORE_LOCATION))
            .map(
                location ->
                    new TrustStore(
                        location,
                        Optional.ofNullable((Password) parsed.get(TRUST_STORE_PASSWORD)),
                        (String) parsed.get(TRUST_STORE_TYPE))));
  }

  private static void requireTopicNameStrategy(String key, Map<String, ?> configuration) {
    Object strategy = configuration.get(key);
    String name = strategy instanceof Class<?> type ? type.getName() : (String) strategy;
    if (name != null && !name.equals(TOPIC_NAME_STRATEGY)) {
      throw new ConfigException(key, name, "only " + TOPIC_NAME_STRATEGY + " is supported");
    }
  }

  private static List<URI> urls(List<?> texts) {
    List<URI> urls = new ArrayList<>();
    for (Object text : texts) {
      urls.add(url(text.toString().strip()));
    }
    if (urls.isEmpty()) {
      throw new ConfigException(URL, texts, "names no registry");
    }
    return urls;
  }

  private static URI url(String text) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException malformed) {
      // The text is not repeated: it may hold credentials.
      throw new ConfigException(URL + " holds an entry that is not a URL");
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new ConfigException(URL + " holds an entry that is not an http or https URL");
    }
    return url;
  }

  private static URI withoutCredentials(URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath().replaceFirst("/+$", "");
    String authority = url.getRawAuthority();
    return URI.create(
        url.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1) + path);
  }

  private static Optional<String> credentials(String source, Password userInfo, List<URI> urls) {
    return switch (source) {
      case "USER_INFO" -> {
        if (userInfo == null) {
          throw new ConfigException(USER_INFO + " must be set for " + source);
        }
        yield Optional.of(userInfo.value());
      }
      case "URL" -> {
        if (userInfo != null) {
          throw new ConfigException(USER_INFO + " needs " + CREDENTIALS_SOURCE + "=USER_INFO");
        }
        yield urls.stream().map(URI::getUserInfo).filter(info -> info != null).findFirst();
      }
      default -> throw new ConfigException(CREDENTIALS_SOURCE, source, "must be URL or USER_INFO");
    };
  }

  private static String basic(String userInfo) {
    return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "RegistrySettings[urls=" + urls + "]";
  }
}
