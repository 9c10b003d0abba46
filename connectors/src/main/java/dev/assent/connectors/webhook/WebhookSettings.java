package dev.assent.connectors.webhook;

import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How results are delivered by HTTP.
 *
 * @param stateDirectory {@code webhook.state.directory}: where the state stores lie; one instance
 *     alone
 * @param threads {@code webhook.threads}: of the stream, 1 to 64
 * @param replicationFactor {@code webhook.replication.factor}: of changelogs, 1 to 9
 * @param networks whom a tenant may have called
 * @param loopback {@code webhook.loopback}: whether the machine itself may be called, with or
 *     without TLS; for trying things out
 * @param rules {@code webhook.timeout}, {@code webhook.concurrency}, {@code webhook.pause.first},
 *     {@code webhook.pause.longest}, {@code webhook.lifetime}
 * @param calls {@code webhook.calls}: at once in this process, 1 to 10,000
 */
public record WebhookSettings(
    Path stateDirectory,
    int threads,
    int replicationFactor,
    NetworkRules networks,
    boolean loopback,
    DeliveryRules rules,
    int calls) {
  private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");

  /**
   * Reads the settings; nothing where {@code webhook.state.directory} is left out: then this
   * process delivers nothing.
   *
   * @throws InvalidSettingsException where one is out of its range
   */
  public static Optional<WebhookSettings> from(SettingsReader reader) {
    Optional<Path> directory = reader.optionalPath("webhook.state.directory");
    boolean loopback = flag(reader, "webhook.loopback");
    Stream<String> networks =
        Stream.concat(
            texts(reader, "webhook.networks"), loopback ? LOOPBACK.stream() : Stream.empty());
    NetworkRules rules =
        new NetworkRules(
            hosts(texts(reader, "webhook.hosts")), networks.map(NetworkRange::parse).toList());
    int threads = reader.integer("webhook.threads", 1, 1, 64);
    int replicationFactor = reader.integer("webhook.replication.factor", 1, 1, 9);
    int calls = reader.integer("webhook.calls", 500, 1, 10_000);
    DeliveryRules delivery = delivery(reader);
    return directory.map(
        path ->
            new WebhookSettings(
                path, threads, replicationFactor, rules, loopback, delivery, calls));
  }

  private static DeliveryRules delivery(SettingsReader reader) {
    DeliveryRules standard = DeliveryRules.STANDARD;
    Duration timeout =
        reader.duration(
            "webhook.timeout",
            standard.attemptTimeout(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30));
    Duration first =
        reader.duration(
            "webhook.pause.first",
            standard.firstPause(),
            Duration.ofMillis(100),
            Duration.ofMinutes(1));
    Duration longest =
        reader.duration(
            "webhook.pause.longest",
            standard.longestPause(),
            Duration.ofSeconds(1),
            Duration.ofHours(4));
    if (longest.compareTo(first) < 0) {
      throw new InvalidSettingsException(
          "webhook.pause.longest must not be less than webhook.pause.first");
    }
    return new DeliveryRules(
        timeout,
        standard.lease(),
        reader.integer("webhook.concurrency", standard.concurrency(), 1, 100),
        first,
        longest,
        reader.duration(
            "webhook.lifetime", standard.lifetime(), Duration.ofMinutes(1), Duration.ofDays(7)));
  }

  private static boolean flag(SettingsReader reader, String name) {
    return switch (reader.text(name, "false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidSettingsException(name + " must be true or false");
    };
  }

  private static Stream<String> texts(SettingsReader reader, String name) {
    List<String> texts = new ArrayList<>(Arrays.asList(reader.text(name, "").split(",")));
    return texts.stream().map(String::strip).filter(text -> !text.isEmpty());
  }

  private static Set<String> hosts(Stream<String> texts) {
    return texts.map(text -> text.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }
}
