package dev.assent.processor.decision;

import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.NumberMatching;
import dev.assent.schemas.model.PolicyLimit;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Template;
import dev.assent.schemas.model.TemplateKey;
import dev.assent.schemas.provider.ProviderTrust;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a {@link Policy}, beginning with the standard one. */
public final class PolicyBuilder {
  private Duration timeToLive = time(PolicyLimit.TIME_TO_LIVE);
  private int maximumFailedProofs = count(PolicyLimit.MAXIMUM_FAILED_PROOFS);
  private int maximumPending = count(PolicyLimit.MAXIMUM_PENDING);
  private Duration retention = time(PolicyLimit.RETENTION);
  private Set<ProofKind> proofKinds = EnumSet.complementOf(EnumSet.of(ProofKind.DEVICE_SIGNATURE));
  private int maximumConsecutiveFailedProofs = count(PolicyLimit.MAXIMUM_CONSECUTIVE_FAILED_PROOFS);
  private Duration lockDuration = time(PolicyLimit.LOCK_DURATION);
  private int toleratedRefusals = count(PolicyLimit.TOLERATED_REFUSALS);
  private Duration coolDown = time(PolicyLimit.COOL_DOWN);
  private Duration longestCoolDown = time(PolicyLimit.LONGEST_COOL_DOWN);
  private NumberMatching numberMatching = NumberMatching.WHERE_POSSIBLE;
  private int matchingDigits = count(PolicyLimit.MATCHING_DIGITS);
  private String defaultLanguage = "en";
  private final Map<TemplateKey, Template> templates = new HashMap<>();
  private int pendingQuota = count(PolicyLimit.PENDING_QUOTA);
  private MobilePolicy mobile = MobilePolicy.STANDARD;
  private List<Channel> channelOrder = List.of(Channel.MSSP, Channel.IDP, Channel.DEVICE);
  private ProviderTrust providerTrust = ProviderTrust.REGISTERED_ONLY;

  PolicyBuilder() {}

  /** Sets {@link Policy#timeToLive()}. */
  public PolicyBuilder timeToLive(Duration value) {
    timeToLive = value;
    return this;
  }

  /** Sets {@link Policy#maximumFailedProofs()}. */
  public PolicyBuilder maximumFailedProofs(int value) {
    maximumFailedProofs = value;
    return this;
  }

  /** Sets {@link Policy#maximumPending()}. */
  public PolicyBuilder maximumPending(int value) {
    maximumPending = value;
    return this;
  }

  /** Sets {@link Policy#retention()}. */
  public PolicyBuilder retention(Duration value) {
    retention = value;
    return this;
  }

  /** Sets {@link Policy#proofKinds()}. */
  public PolicyBuilder proofKinds(Set<ProofKind> value) {
    proofKinds = value;
    return this;
  }

  /** Sets {@link Policy#maximumConsecutiveFailedProofs()}. */
  public PolicyBuilder maximumConsecutiveFailedProofs(int value) {
    maximumConsecutiveFailedProofs = value;
    return this;
  }

  /** Sets {@link Policy#lockDuration()}. */
  public PolicyBuilder lockDuration(Duration value) {
    lockDuration = value;
    return this;
  }

  /** Sets {@link Policy#toleratedRefusals()}. */
  public PolicyBuilder toleratedRefusals(int value) {
    toleratedRefusals = value;
    return this;
  }

  /** Sets {@link Policy#coolDown()}. */
  public PolicyBuilder coolDown(Duration value) {
    coolDown = value;
    return this;
  }

  /** Sets {@link Policy#longestCoolDown()}. */
  public PolicyBuilder longestCoolDown(Duration value) {
    longestCoolDown = value;
    return this;
  }

  /** Sets {@link Policy#numberMatching()}. */
  public PolicyBuilder numberMatching(NumberMatching value) {
    numberMatching = value;
    return this;
  }

  /** Sets {@link Policy#matchingDigits()}. */
  public PolicyBuilder matchingDigits(int value) {
    matchingDigits = value;
    return this;
  }

  /** Sets {@link Policy#defaultLanguage()}. */
  public PolicyBuilder defaultLanguage(String value) {
    defaultLanguage = value;
    return this;
  }

  /**
   * Adds to {@link Policy#templates()}.
   *
   * @throws IllegalArgumentException where there is one with this id and version
   */
  public PolicyBuilder template(Template value) {
    if (templates.putIfAbsent(value.key(), value) != null) {
      throw new IllegalArgumentException("templates must have each id and version once");
    }
    return this;
  }

  /** Sets {@link Policy#pendingQuota()}. */
  public PolicyBuilder pendingQuota(int value) {
    pendingQuota = value;
    return this;
  }

  /** Sets {@link Policy#mobile()}. */
  public PolicyBuilder mobile(MobilePolicy value) {
    mobile = value;
    return this;
  }

  /** Sets {@link Policy#channelOrder()}. */
  public PolicyBuilder channelOrder(List<Channel> value) {
    channelOrder = value;
    return this;
  }

  /** Sets {@link Policy#providerTrust()}. */
  public PolicyBuilder providerTrust(ProviderTrust value) {
    providerTrust = value;
    return this;
  }

  /**
   * The policy.
   *
   * @throws IllegalArgumentException where a value is out of its range, which the message names
   */
  public Policy build() {
    return new Policy(
        timeToLive,
        maximumFailedProofs,
        maximumPending,
        retention,
        proofKinds,
        maximumConsecutiveFailedProofs,
        lockDuration,
        toleratedRefusals,
        coolDown,
        longestCoolDown,
        numberMatching,
        matchingDigits,
        defaultLanguage,
        templates,
        pendingQuota,
        mobile,
        channelOrder,
        providerTrust);
  }

  private static int count(PolicyLimit limit) {
    return (int) limit.standard();
  }

  private static Duration time(PolicyLimit limit) {
    return Duration.ofMillis(limit.standard());
  }
}
