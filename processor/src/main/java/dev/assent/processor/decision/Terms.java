package dev.assent.processor.decision;

import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.TemplateKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the relying party asks for; whatever is absent is as the tenant's policy says.
 *
 * @param externalUserId the relying party's own name for the user
 * @param externalReference the relying party's own name for the operation
 * @param displayData what the user is shown
 * @param template what the display data is rendered with
 * @param language the user's language, BCP 47
 * @param scope a newer operation of the same user and scope supersedes the pending one
 * @param proofKinds the kinds of proof that are accepted
 * @param maximumFailedProofs failed proofs after which the operation fails
 * @param timeToLive until the operation expires
 * @param matchingValue digits that the relying party shows and the user enters on the device
 * @param matchingPossible whether the relying party can show a value that it is told
 * @param connector the provider that is asked, for the channels IDP and MSSP
 */
public record Terms(
    Optional<String> externalUserId,
    Optional<String> externalReference,
    OperationKind kind,
    Channel channel,
    Map<String, String> displayData,
    Optional<TemplateKey> template,
    Optional<String> language,
    Optional<String> scope,
    Optional<Set<ProofKind>> proofKinds,
    Optional<Integer> maximumFailedProofs,
    Optional<Duration> timeToLive,
    Optional<String> matchingValue,
    boolean matchingPossible,
    Optional<String> connector) {

  public Terms {
    displayData = Map.copyOf(displayData);
    proofKinds = proofKinds.map(Set::copyOf);
  }

  /** Just this, on a device, and all else as the policy says. */
  public static Terms of(OperationKind kind, Map<String, String> displayData) {
    return new Terms(
        Optional.empty(),
        Optional.empty(),
        kind,
        Channel.DEVICE,
        new TreeMap<>(displayData),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  /** These terms over another channel. */
  Terms over(Channel other) {
    return new Terms(
        externalUserId,
        externalReference,
        kind,
        other,
        displayData,
        template,
        language,
        scope,
        proofKinds,
        maximumFailedProofs,
        timeToLive,
        matchingValue,
        matchingPossible,
        connector);
  }

  /**
   * These terms with all that was left open settled.
   *
   * @param settledConnector the provider that is asked, for the channels IDP and MSSP
   */
  Terms settled(
      Set<ProofKind> acceptedKinds,
      Duration settledTimeToLive,
      Optional<String> settledLanguage,
      Optional<String> settledMatchingValue,
      Optional<String> settledConnector) {
    return new Terms(
        externalUserId,
        externalReference,
        kind,
        channel,
        displayData,
        template,
        settledLanguage,
        scope,
        Optional.of(acceptedKinds),
        maximumFailedProofs,
        Optional.of(settledTimeToLive),
        settledMatchingValue,
        false,
        settledConnector);
  }
}
