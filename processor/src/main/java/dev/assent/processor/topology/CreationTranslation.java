package dev.assent.processor.topology;

import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.Terms;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.device.DisplayText;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.TemplateKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a creation asks for, as it travels and as it is decided. */
final class CreationTranslation {
  private CreationTranslation() {}

  /**
   * The terms that a creation asks for.
   *
   * @throws IllegalArgumentException where a field has not its form
   */
  static Terms terms(CreateOperation create) {
    if ((create.getTemplateId() == null) != (create.getTemplateVersion() == null)) {
      throw new IllegalArgumentException("templateId and templateVersion go together");
    }
    return new Terms(
        Optional.ofNullable(create.getExternalUserId()),
        Optional.ofNullable(create.getExternalReference()),
        OperationKind.valueOf(create.getKind().name()),
        Channel.valueOf(create.getChannel().name()),
        create.getDisplayData(),
        Optional.ofNullable(create.getTemplateId())
            .map(id -> new TemplateKey(id, create.getTemplateVersion())),
        Optional.ofNullable(create.getLanguage()),
        Optional.ofNullable(create.getScope()),
        Optional.ofNullable(create.getProofKinds()).map(CreationTranslation::kinds),
        Optional.ofNullable(create.getMaximumFailedProofs()),
        Optional.ofNullable(create.getTimeToLive()).map(Duration::ofMillis),
        Optional.ofNullable(create.getMatchingValue()),
        create.getMatchingPossible(),
        Optional.ofNullable(create.getConnector()));
  }

  /** The creation that an upstream system asks for; it gets no reply to learn a value from. */
  static CreateOperation of(OperationRequest request) {
    return CreateOperation.newBuilder()
        .setOperationId(request.getOperationId())
        .setExternalUserId(request.getExternalUserId())
        .setExternalReference(request.getExternalReference())
        .setKind(request.getKind())
        .setChannel(request.getChannel())
        .setDisplayData(request.getDisplayData())
        .setTemplateId(request.getTemplateId())
        .setTemplateVersion(request.getTemplateVersion())
        .setLanguage(request.getLanguage())
        .setScope(request.getScope())
        .setProofKinds(request.getProofKinds())
        .setMaximumFailedProofs(request.getMaximumFailedProofs())
        .setTimeToLive(request.getTimeToLive())
        .setMatchingValue(request.getMatchingValue())
        .setMatchingPossible(false)
        .setConnector(request.getConnector())
        .build();
  }

  /** The creation anew of an operation that was handed over to the user of this device. */
  static CreateOperation handedOver(Operation operation, String claimedBy) {
    Terms terms = operation.terms();
    return CreateOperation.newBuilder()
        .setOperationId(operation.operationId())
        .setExternalUserId(terms.externalUserId().orElse(null))
        .setExternalReference(terms.externalReference().orElse(null))
        .setKind(dev.assent.schemas.avro.OperationKind.valueOf(terms.kind().name()))
        .setChannel(dev.assent.schemas.avro.Channel.valueOf(terms.channel().name()))
        .setDisplayData(terms.displayData())
        .setTemplateId(terms.template().map(TemplateKey::id).orElse(null))
        .setTemplateVersion(terms.template().map(TemplateKey::version).orElse(null))
        .setLanguage(terms.language().orElse(null))
        .setScope(terms.scope().orElse(null))
        .setProofKinds(operation.proofKinds().stream().map(ProofKind::name).sorted().toList())
        .setMaximumFailedProofs(terms.maximumFailedProofs().orElse(null))
        .setTimeToLive(Duration.between(operation.createdAt(), operation.expiresAt()).toMillis())
        .setMatchingValue(operation.matchingValue().orElse(null))
        .setMatchingPossible(false)
        .setConnector(null)
        .setClaimedBy(claimedBy)
        .setText(operation.text().map(DisplayText::text).orElse(null))
        .build();
  }

  /** What the operation was rendered to when it was created without a user. */
  static Optional<DisplayText> text(CreateOperation create) {
    return Optional.ofNullable(create.getText())
        .map(
            text ->
                new DisplayText(
                    new TemplateKey(create.getTemplateId(), create.getTemplateVersion()),
                    create.getLanguage(),
                    text));
  }

  /**
   * The kinds of proof of these names.
   *
   * @throws IllegalArgumentException where there is no such kind; the message repeats no name
   */
  static Set<ProofKind> kinds(List<String> names) {
    return names.stream().map(CreationTranslation::kind).collect(Collectors.toSet());
  }

  private static ProofKind kind(String name) {
    return Arrays.stream(ProofKind.values())
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("proofKinds has a kind that there is not"));
  }
}
