package dev.assent.connectors.idp;

import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.Secret;
import java.time.Duration;
import java.util.Arrays;
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
 * @param pollAfter {@code poll.after}: from the start to the first status, and from each to the
 *     next; 1 to 60 s
 */
record IdentityProviderSettings(
    Optional<Secret> authorization,
    ProofFormat format,
    Set<String> declinedCodes,
    Duration pollAfter) {

  static IdentityProviderSettings from(ConnectorSettings settings) {
    String format = settings.text("format", ProofFormat.DOCUMENT_SHA256.name());
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
        Arrays.stream(settings.text("declined.codes", "USER_REFUSED,USER_CANCELLED").split(","))
            .map(String::strip)
            .filter(code -> !code.isEmpty())
            .collect(Collectors.toUnmodifiableSet()),
        settings.duration(
            "poll.after", Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMinutes(1)));
  }
}
