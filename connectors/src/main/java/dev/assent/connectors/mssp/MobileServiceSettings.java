package dev.assent.connectors.mssp;

import dev.assent.connectors.outbound.OutboundSettings;
import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a mobile signature service is used.
 *
 * @param url {@code url}: where it is
 * @param paths {@code paths}: what stands before the name of a method in its address
 * @param outbound how it is called
 * @param applicationProvider {@code ap.id}: our name there, a URI
 * @param password {@code ap.password.file}; left out, {@code not-needed} as with Mobile ID
 * @param service {@code mssp.uri}: its own name, where the user's credential does not say
 * @param signatureProfile {@code signature.profile}: a URI
 * @param signatureTimeout {@code signature.timeout}: how long a user may take, 15 s to 5 min
 * @param form {@code content} ({@code text} or {@code transaction-approval}), {@code text.prefix},
 *     {@code text.longest}, {@code text.longest.other}, {@code approval.type}
 * @param language {@code language}: of the phone's own words, where the document has no other
 * @param languages {@code languages}: those that the service knows, comma separated
 * @param firstPoll {@code poll.first}: FiCom says 20 s (2.1) or 10 s (2.2); 1 s to 1 min
 * @param nextPoll {@code poll.interval}: FiCom says 5 s at least; 1 s to 1 min
 * @param checksProfile {@code profile.check}: {@code before-signature} asks whether the user has
 *     the signature profile before the phone rings; {@code never} does not
 * @param receipt {@code receipt.text}: what the phone shows after a signature; left out, nothing
 */
record MobileServiceSettings(
    URI url,
    String paths,
    OutboundSettings outbound,
    String applicationProvider,
    Secret password,
    Optional<String> service,
    String signatureProfile,
    Duration signatureTimeout,
    ContentForm form,
    String language,
    List<String> languages,
    Duration firstPoll,
    Duration nextPoll,
    boolean checksProfile,
    Optional<String> receipt) {
  private static final Duration SHORTEST_POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST_POLL = Duration.ofMinutes(1);

  /** The shortest time that a user is given. */
  static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(15);

  /**
   * A connector's settings.
   *
   * @param paths where {@code paths} is left out
   * @throws InvalidSettingsException where one is missing or out of range
   */
  static MobileServiceSettings from(ConnectorSettings settings, String paths) {
    return new MobileServiceSettings(
        OutboundSettings.url(settings),
        settings.text("paths", paths),
        OutboundSettings.from(settings),
        settings.text("ap.id"),
        settings.optionalSecretFile("ap.password.file").orElseGet(() -> new Secret("not-needed")),
        optional(settings, "mssp.uri"),
        settings.text("signature.profile"),
        settings.duration(
            "signature.timeout", Duration.ofSeconds(80), SHORTEST_TIMEOUT, Duration.ofMinutes(5)),
        form(settings),
        settings.text("language", "EN"),
        Stream.of(settings.text("languages", "EN,DE,FR,IT").split(","))
            .map(one -> one.strip().toUpperCase(Locale.ROOT))
            .toList(),
        settings.duration("poll.first", Duration.ofSeconds(10), SHORTEST_POLL, LONGEST_POLL),
        settings.duration("poll.interval", Duration.ofSeconds(5), SHORTEST_POLL, LONGEST_POLL),
        choice(settings, "profile.check", "never", "before-signature"),
        optional(settings, "receipt.text"));
  }

  private static ContentForm form(ConnectorSettings settings) {
    PhoneText limits =
        new PhoneText(
            settings.integer("text.longest", 239, 60, 1_000),
            settings.integer("text.longest.other", 119, 60, 1_000));
    String prefix = settings.text("text.prefix", "");
    String type = settings.text("approval.type", "Confirm");
    return choice(settings, "content", "text", "transaction-approval")
        ? new ContentForm.TransactionApproval(type)
        : new ContentForm.Text(prefix, limits);
  }

  /** Whether it is the second of two words. */
  private static boolean choice(
      ConnectorSettings settings, String key, String first, String second) {
    String chosen = settings.text(key, first);
    if (!chosen.equals(first) && !chosen.equals(second)) {
      throw new InvalidSettingsException(
          "%s must be %s or %s, not %s".formatted(settings.setting(key), first, second, chosen));
    }
    return chosen.equals(second);
  }

  private static Optional<String> optional(ConnectorSettings settings, String key) {
    return Optional.of(settings.text(key, "")).filter(text -> !text.isEmpty());
  }
}
