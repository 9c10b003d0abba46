package dev.assent.connectors.idp;

import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a bank's adapter of an identity provider is asked.
 *
 * @param authorization {@code authorization.file}: the value of the Authorization header; the
 *     contract has none, and an adapter may want one
 * @param format {@code format}: what its signatures are, a format over the document
 * @param declinedCodes {@code declined.codes}, comma separated: with which of its codes {@code
 *     FAILED} says that the user refused; the contract lists no codes
 * @param refusals what others of its codes mean, from {@code expired.codes}, {@code
 *     unreachable.codes}, {@code not.enrolled.codes}, {@code blocked.codes} and {@code busy.codes},
 *     comma separated; any code that is in none of these is {@link ProviderRefusal#OTHER}
 * @param pollAfter {@code poll.after}: from the start to the first status, and from each to the
 *     next; 1 to 60 s
 */
record IdentityProviderSettings(
    Optional<Secret> authorization,
    ProofFormat format,
    Set<String> declinedCodes,
    Map<String, ProviderRefusal> refusals,
    Duration pollAfter) {
  /** What a relying party is told apart; the rest means the same to it. */
  private static final List<ProviderRefusal> TOLD_APART =
      List.of(
          ProviderRefusal.EXPIRED,
          ProviderRefusal.UNREACHABLE,
          ProviderRefusal.NOT_ENROLLED,
          ProviderRefusal.BLOCKED,
          ProviderRefusal.BUSY);

  static IdentityProviderSettings from(ConnectorSettings settings) {
    String format = settings.text("format", ProofFormat.DOCUMENT_SHA256.name());
    Set<String> declined = codes(settings, "declined.codes", "USER_REFUSED,USER_CANCELLED");
    return new IdentityProviderSettings(
        settings.optionalSecretFile("authorization.file"),
        ProofFormat.named(format)
            .filter(named -> named.content() == ProofFormat.Content.DOCUMENT)
            .orElseThrow(
                () ->
                    new InvalidSettingsException(
                        settings.setting("format")
                            + " must be a format over the document, not "
                            + format)),
        declined,
        refusals(settings, declined),
        settings.duration(
            "poll.after", Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMinutes(1)));
  }

  /** What a code means that does not say that the user refused. */
  ProviderRefusal refusal(String code) {
    return refusals.getOrDefault(code, ProviderRefusal.OTHER);
  }

  private static Map<String, ProviderRefusal> refusals(
      ConnectorSettings settings, Set<String> declined) {
    Map<String, ProviderRefusal> refusals = new HashMap<>();
    for (ProviderRefusal refusal : TOLD_APART) {
      String key = refusal.name().toLowerCase(Locale.ROOT).replace('_', '.') + ".codes";
      for (String code : codes(settings, key, "")) {
        if (declined.contains(code) || refusals.put(code, refusal) != null) {
          throw new InvalidSettingsException(
              settings.setting(key) + " has " + code + ", which means something else already");
        }
      }
    }
    return Map.copyOf(refusals);
  }

  private static Set<String> codes(ConnectorSettings settings, String key, String standard) {
    return Arrays.stream(settings.text(key, standard).split(","))
        .map(String::strip)
        .filter(code -> !code.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
