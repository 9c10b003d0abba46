package dev.assent.processor.decision;

import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.NumberMatching;
import dev.assent.schemas.model.PolicyLimit;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Template;
import dev.assent.schemas.model.TemplateKey;
import dev.assent.schemas.provider.ProviderTrust;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a tenant decided about its operations. The ranges of the numbers are in {@link PolicyLimit}.
 *
 * @param timeToLive until an operation expires
 * @param maximumFailedProofs failed proofs after which an operation fails
 * @param maximumPending open operations that a user can have
 * @param retention how long a closed operation is kept and an attempt is remembered
 * @param proofKinds what is accepted where an operation does not say otherwise; never empty
 * @param maximumConsecutiveFailedProofs of a user in a row, over all operations and devices, after
 *     which the user is locked (Regulation (EU) 2018/389 Article 4(3)(b))
 * @param lockDuration of the first lock; each further one lasts twice as long
 * @param toleratedRefusals declined and expired operations in a row before the cool-down begins
 *     (NIST SP 800-63B-4 section 3.1.3)
 * @param coolDown the first cool-down, zero for none; each further one lasts twice as long
 * @param longestCoolDown what no cool-down exceeds; at least {@code coolDown}
 * @param numberMatching whether the user enters the number that the relying party shows
 * @param matchingDigits digits of that number
 * @param defaultLanguage BCP 47 tag of the language where a template does not have the user's
 * @param templates what users are shown; each has a text for the default language
 * @param pendingQuota open operations of the whole tenant; 0 is no limit
 * @param mobile what holds for mobile signatures
 * @param channelOrder channels in order of preference for an operation that names none; never
 *     empty, each once
 * @param providerTrust whom the tenant believes about signatures at providers
 */
public record Policy(
    Duration timeToLive,
    int maximumFailedProofs,
    int maximumPending,
    Duration retention,
    Set<ProofKind> proofKinds,
    int maximumConsecutiveFailedProofs,
    Duration lockDuration,
    int toleratedRefusals,
    Duration coolDown,
    Duration longestCoolDown,
    NumberMatching numberMatching,
    int matchingDigits,
    String defaultLanguage,
    Map<TemplateKey, Template> templates,
    int pendingQuota,
    MobilePolicy mobile,
    List<Channel> channelOrder,
    ProviderTrust providerTrust) {
  /** Regulation (EU) 2018/389 Article 4(3)(b): at most five consecutive failures. */
  public static final int MOST_FAILED_PROOFS = (int) PolicyLimit.MAXIMUM_FAILED_PROOFS.most();

  /** NIST SP 800-63B-4 section 3.1.3: a transaction not completed in ten minutes is invalid. */
  public static final Duration LONGEST_TIME_TO_LIVE =
      Duration.ofMillis(PolicyLimit.TIME_TO_LIVE.most());

  private static final Policy STANDARD = new PolicyBuilder().build();

  public Policy {
    PolicyLimit.TIME_TO_LIVE.require(timeToLive);
    PolicyLimit.MAXIMUM_FAILED_PROOFS.require(maximumFailedProofs);
    PolicyLimit.MAXIMUM_PENDING.require(maximumPending);
    PolicyLimit.RETENTION.require(retention);
    PolicyLimit.MAXIMUM_CONSECUTIVE_FAILED_PROOFS.require(maximumConsecutiveFailedProofs);
    PolicyLimit.LOCK_DURATION.require(lockDuration);
    PolicyLimit.TOLERATED_REFUSALS.require(toleratedRefusals);
    PolicyLimit.COOL_DOWN.require(coolDown);
    PolicyLimit.LONGEST_COOL_DOWN.require(longestCoolDown);
    PolicyLimit.MATCHING_DIGITS.require(matchingDigits);
    PolicyLimit.PENDING_QUOTA.require(pendingQuota);
    require(longestCoolDown.compareTo(coolDown) >= 0, "longestCoolDown must be at least coolDown");
    require(!proofKinds.isEmpty(), "proofKinds must not be empty");
    require(Template.isLanguage(defaultLanguage), "defaultLanguage must be a BCP 47 tag");
    proofKinds = Collections.unmodifiableSet(EnumSet.copyOf(proofKinds));
    require(!channelOrder.isEmpty(), "channelOrder must not be empty");
    channelOrder = List.copyOf(channelOrder);
    require(
        Set.copyOf(channelOrder).size() == channelOrder.size(),
        "channelOrder must have each channel once");
    templates = Map.copyOf(templates);
    for (Map.Entry<TemplateKey, Template> template : templates.entrySet()) {
      require(
          template.getKey().equals(template.getValue().key()),
          "templates must stand under their own names");
      require(
          template.getValue().speaks(defaultLanguage),
          "each template must have a text for the default language");
    }
  }

  /** The policy of a tenant that decided nothing. */
  public static Policy standard() {
    return STANDARD;
  }

  /** A builder that begins with the standard policy. */
  public static PolicyBuilder builder() {
    return new PolicyBuilder();
  }

  /** Whether an operation may live so long. */
  public static boolean isTimeToLive(Duration timeToLive) {
    return PolicyLimit.TIME_TO_LIVE.allows(timeToLive);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
