package dev.assent.schemas.request;

import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.model.PolicyLimit;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Template;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The form of a creation, field by field, for requests over HTTP and over Kafka alike. What depends
 * on the tenant's policy or on several fields at once is decided later.
 */
public final class CreationForm {
  /** The form of a connector's name, in words. */
  public static final String CONNECTOR_RULE =
      "connector must be 1 to 64 letters, digits, dots, dashes and underscores";

  /** Characters that are shown to a user at the most, names and values of all fields together. */
  private static final int MOST_DISPLAY_CHARACTERS = 32_768;

  private static final int MOST_NAME_CHARACTERS = 256;
  private static final Pattern CONNECTOR = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern SCOPE = Pattern.compile("[\\x21-\\x7E]{1,128}");
  private static final Pattern MATCHING_VALUE = Pattern.compile("[0-9]{2,8}");
  private static final Set<String> PROOF_KINDS =
      Arrays.stream(ProofKind.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

  private CreationForm() {}

  /**
   * The first field that has not its form, as a rule in words that repeats nothing of the request;
   * nothing where all have.
   */
  public static Optional<String> objection(CreateOperation creation) {
    return rule(creation.getOperationId(), OperationIds::isValid, OperationIds.RULE)
        .or(() -> name("externalUserId", creation.getExternalUserId()))
        .or(() -> name("externalReference", creation.getExternalReference()))
        .or(() -> displayed(creation))
        .or(() -> template(creation))
        .or(
            () ->
                rule(
                    creation.getLanguage(),
                    Template::isLanguage,
                    "language must be a BCP 47 tag in its canonical form"))
        .or(
            () ->
                rule(
                    creation.getScope(),
                    scope -> SCOPE.matcher(scope).matches(),
                    "scope must be 1 to 128 visible ASCII characters"))
        .or(
            () ->
                rule(
                    creation.getProofKinds(),
                    CreationForm::areProofKinds,
                    "proofKinds must be at least one of the proof kinds, each once"))
        .or(
            () ->
                rule(
                    creation.getMaximumFailedProofs(),
                    PolicyLimit.MAXIMUM_FAILED_PROOFS::allows,
                    PolicyLimit.MAXIMUM_FAILED_PROOFS.rule()))
        .or(
            () ->
                rule(
                    creation.getTimeToLive(),
                    PolicyLimit.TIME_TO_LIVE::allows,
                    PolicyLimit.TIME_TO_LIVE.rule()))
        .or(
            () ->
                rule(
                    creation.getMatchingValue(),
                    value -> MATCHING_VALUE.matcher(value).matches(),
                    "matchingValue must be 2 to 8 digits"))
        .or(() -> rule(creation.getConnector(), CreationForm::isConnector, CONNECTOR_RULE));
  }

  /** Whether the text can be a connector's name. */
  public static boolean isConnector(String text) {
    return CONNECTOR.matcher(text).matches();
  }

  private static Optional<String> name(String field, String valueOrNull) {
    return rule(
        valueOrNull,
        value -> value.length() <= MOST_NAME_CHARACTERS,
        field + " must be at most 256 characters");
  }

  private static Optional<String> displayed(CreateOperation creation) {
    int characters =
        creation.getDisplayData().entrySet().stream()
            .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
            .sum();
    return rule(
        characters,
        count -> count <= MOST_DISPLAY_CHARACTERS,
        "displayData must be at most 32768 characters");
  }

  private static Optional<String> template(CreateOperation creation) {
    if ((creation.getTemplateId() == null) != (creation.getTemplateVersion() == null)) {
      return Optional.of("a template has an id and a version");
    }
    return rule(
            creation.getTemplateId(),
            Template::isId,
            "a template's id must be 1 to 64 letters, digits, dots, dashes and underscores")
        .or(
            () ->
                rule(
                    creation.getTemplateVersion(),
                    version -> version >= 1,
                    "a template's version must be 1 or more"));
  }

  private static boolean areProofKinds(List<String> names) {
    return !names.isEmpty()
        && PROOF_KINDS.containsAll(names)
        && new HashSet<>(names).size() == names.size();
  }

  private static <T> Optional<String> rule(T valueOrNull, Predicate<T> form, String rule) {
    return valueOrNull == null || form.test(valueOrNull) ? Optional.empty() : Optional.of(rule);
  }
}
