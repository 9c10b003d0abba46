package dev.assent.processor.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Template;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTest {
  record Outside(String names, UnaryOperator<PolicyBuilder> change) {}

  private static Outside[] outside() {
    return new Outside[] {
      new Outside("timeToLive", policy -> policy.timeToLive(Duration.ofMillis(999))),
      new Outside("timeToLive", policy -> policy.timeToLive(Duration.ofMillis(600_001))),
      new Outside("maximumFailedProofs", policy -> policy.maximumFailedProofs(0)),
      new Outside("maximumFailedProofs", policy -> policy.maximumFailedProofs(6)),
      new Outside("maximumPending", policy -> policy.maximumPending(0)),
      new Outside("retention", policy -> policy.retention(Duration.ofMinutes(9))),
      new Outside("proofKinds", policy -> policy.proofKinds(Set.of())),
      new Outside(
          "maximumConsecutiveFailedProofs", policy -> policy.maximumConsecutiveFailedProofs(6)),
      new Outside("lockDuration", policy -> policy.lockDuration(Duration.ofSeconds(59))),
      new Outside("toleratedRefusals", policy -> policy.toleratedRefusals(-1)),
      new Outside("coolDown", policy -> policy.coolDown(Duration.ofMinutes(61))),
      new Outside(
          "longestCoolDown must be at least coolDown",
          policy -> policy.coolDown(Duration.ofSeconds(2)).longestCoolDown(Duration.ofSeconds(1))),
      new Outside("longestCoolDown", policy -> policy.longestCoolDown(Duration.ofHours(25))),
      new Outside("matchingDigits", policy -> policy.matchingDigits(9)),
      new Outside("defaultLanguage", policy -> policy.defaultLanguage("english language")),
      new Outside("pendingQuota", policy -> policy.pendingQuota(-1)),
      new Outside("default language", policy -> policy.template(template("de")))
    };
  }

  private static Template template(String language) {
    return new Template("login", 1, new TreeMap<>(Map.of(language, "text")), Map.of());
  }

  @ParameterizedTest
  @MethodSource("outside")
  void shouldRefuseAValueOutsideItsRangeAndNameTheField(Outside outside) {
    PolicyBuilder policy = outside.change().apply(Policy.builder());
    assertThatThrownBy(policy::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(outside.names());
  }

  @Test
  @Tag("SCA-1")
  @Tag("SCA-16")
  void shouldAcceptByStandardAllProofsOfWhichItIsKnownWhatReleasedThem() {
    assertThat(Policy.standard().proofKinds())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProofKind.values())
                .filter(kind -> kind != ProofKind.DEVICE_SIGNATURE)
                .toList());
  }

  @Test
  void shouldFindTemplatesUnderTheirNames() {
    Template template = template("en");
    Policy policy = Policy.builder().template(template).build();
    assertThat(policy.templates()).containsEntry(template.key(), template);
  }
}
