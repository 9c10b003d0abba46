package dev.assent.processor.decision;

import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.TemplateKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Terms that ask for what a test is about, and leave the rest to the policy. */
final class TermsBuilder {
  private Optional<String> externalUserId = Optional.empty();
  private Optional<String> externalReference = Optional.empty();
  private OperationKind kind = OperationKind.SIGNING;
  private Channel channel = Channel.DEVICE;
  private Map<String, String> displayData = Map.of("amount", "12.50 EUR");
  private Optional<TemplateKey> template = Optional.empty();
  private Optional<String> language = Optional.empty();
  private Optional<String> scope = Optional.empty();
  private Optional<Set<ProofKind>> proofKinds = Optional.empty();
  private Optional<Integer> maximumFailedProofs = Optional.empty();
  private Optional<Duration> timeToLive = Optional.empty();
  private Optional<String> matchingValue = Optional.empty();
  private boolean matchingPossible;
  private Optional<String> connector = Optional.empty();

  TermsBuilder externalUserId(String value) {
    externalUserId = Optional.of(value);
    return this;
  }

  TermsBuilder externalReference(String value) {
    externalReference = Optional.of(value);
    return this;
  }

  TermsBuilder kind(OperationKind value) {
    kind = value;
    return this;
  }

  TermsBuilder channel(Channel value) {
    channel = value;
    return this;
  }

  TermsBuilder displayData(Map<String, String> value) {
    displayData = value;
    return this;
  }

  TermsBuilder template(TemplateKey value) {
    template = Optional.of(value);
    return this;
  }

  TermsBuilder language(String value) {
    language = Optional.of(value);
    return this;
  }

  TermsBuilder scope(String value) {
    scope = Optional.of(value);
    return this;
  }

  TermsBuilder proofKinds(ProofKind... value) {
    proofKinds = Optional.of(Set.of(value));
    return this;
  }

  TermsBuilder maximumFailedProofs(int value) {
    maximumFailedProofs = Optional.of(value);
    return this;
  }

  TermsBuilder timeToLive(Duration value) {
    timeToLive = Optional.of(value);
    return this;
  }

  TermsBuilder matchingValue(String value) {
    matchingValue = Optional.of(value);
    return this;
  }

  TermsBuilder matchingPossible() {
    matchingPossible = true;
    return this;
  }

  TermsBuilder connector(String value) {
    connector = Optional.of(value);
    return this;
  }

  Terms build() {
    return new Terms(
        externalUserId,
        externalReference,
        kind,
        channel,
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
}
