package dev.assent.ingress.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.openapi.ErrorAnswers;
import dev.assent.ingress.openapi.ErrorAnswers.ErrorAnswer;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.reference.CommittedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gives every failure and every reason to every dialect that the server has. */
class RefusalTableTest {
  private static final Path REFERENCE = Path.of("..", "docs", "reference");

  /** Where the page of a dialect is not called as the dialect is. */
  private static final Map<String, String> PAGES = Map.of("administration", "tenants");

  /** Ends of operations and faults of ours: nothing that a command is refused for. */
  private static final Set<Reason> NEVER_A_REFUSAL =
      Set.of(
          Reason.MALFORMED_RECORD,
          Reason.NOT_DELIVERED,
          Reason.NOT_ENROLLED_AT_PROVIDER,
          Reason.BLOCKED_AT_PROVIDER,
          Reason.BUSY_AT_PROVIDER,
          Reason.UNREACHABLE_AT_PROVIDER,
          Reason.EXPIRED_AT_PROVIDER,
          Reason.PROVIDER_REFUSED,
          Reason.DISOWNED_BY_USER,
          Reason.DATA_INCORRECT,
          Reason.DECLINED_BY_USER,
          Reason.SUPERSEDED,
          Reason.CANCELLED_BY_RELYING_PARTY,
          Reason.PROOF_VERIFIED);

  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() {
    ingress = new IngressUnderTest();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  static List<Dialect> dialects() {
    return ingress.parts(Dialect.class).stream()
        .sorted(Comparator.comparing(Dialect::name))
        .toList();
  }

  @Test
  void shouldBeTheCommittedPage() {
    CommittedFile.referencePageMustBe("refusals.md", page());
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void shouldAnswerWithAStatusOfItsPage(Dialect dialect) {
    // Given
    String page =
        CommittedFile.content(
            REFERENCE.resolve(PAGES.getOrDefault(dialect.name(), dialect.name()) + ".md"));
    List<String> rows = page.lines().filter(line -> line.startsWith("|")).toList();

    for (ErrorAnswer answer : ErrorAnswers.of(dialect)) {
      // When
      Pattern status = Pattern.compile("\\|[0-9, ]*\\b" + answer.status() + "\\b");

      // Then
      assertThat(rows)
          .as("%s is answered with %d", answer.names(), answer.status())
          .anySatisfy(row -> assertThat(row).containsPattern(status));
    }
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void shouldAnswerEachRefusalInJson(Dialect dialect) {
    assertThat(ErrorAnswers.of(dialect))
        .allSatisfy(
            answer ->
                assertThat(answer.mediaType())
                    .isIn("application/json", "application/problem+json"));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  @Tag("AS-20")
  void shouldNotTellFaultsOfOursApart(Dialect dialect) {
    // Given
    List<String> inside = NEVER_A_REFUSAL.stream().map(Reason::name).toList();

    // Then
    assertThat(ErrorAnswers.of(dialect))
        .filteredOn(answer -> answer.names().contains(Failure.INTERNAL.name()))
        .singleElement()
        .satisfies(answer -> assertThat(answer.names()).containsAll(inside))
        .satisfies(answer -> assertThat(answer.body()).doesNotContain(inside));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  @Tag("AS-6")
  void shouldNotTellAnUnknownTenantFromAWrongKey(Dialect dialect) {
    assertThat(ErrorAnswers.of(dialect))
        .filteredOn(answer -> answer.names().contains(Failure.UNAUTHENTICATED.name()))
        .singleElement()
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(401))
        .satisfies(answer -> assertThat(answer.body()).doesNotContain("TENANT_UNKNOWN"));
    assertThat(ErrorAnswers.of(dialect))
        .filteredOn(answer -> answer.names().contains(Reason.TENANT_UNKNOWN.name()))
        .singleElement()
        .satisfies(
            answer ->
                assertThat(answer.names())
                    .containsAnyOf(Failure.UNAUTHENTICATED.name(), Failure.INTERNAL.name()));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  @Tag("AS-20")
  void shouldNeverAnswerARefusalLikeASuccess(Dialect dialect) {
    assertThat(ErrorAnswers.of(dialect))
        .allSatisfy(
            answer ->
                assertThat(answer.status() >= 400 || answer.body().contains("RET_FAILURE"))
                    .as("%s", answer)
                    .isTrue())
        .allSatisfy(
            answer -> assertThat(answer.body()).doesNotContain("Exception", "dev.assent", "null"));
  }

  /** SCA-4: which factor was wrong is told to nobody. */
  @Test
  @Tag("SCA-4")
  void shouldNotTellTheAppWhatWasWrongWithAProof() {
    // Given
    Dialect dialect =
        dialects().stream().filter(any -> any.name().equals("onespan")).findFirst().orElseThrow();

    // Then
    assertThat(ErrorAnswers.of(dialect))
        .filteredOn(answer -> answer.names().contains(Reason.PROOF_INVALID.name()))
        .singleElement()
        .satisfies(
            answer -> assertThat(answer.names()).contains(Reason.TOO_MANY_FAILED_PROOFS.name()));
    assertThat(ErrorAnswers.of(dialect))
        .filteredOn(answer -> answer.names().contains(Reason.CHALLENGE_UNKNOWN.name()))
        .singleElement()
        .satisfies(
            answer ->
                assertThat(answer.names())
                    .contains(
                        Reason.OPERATION_UNKNOWN.name(),
                        Reason.OPERATION_CLOSED.name(),
                        Reason.NO_ELIGIBLE_CREDENTIAL.name(),
                        Reason.DEVICE_UNKNOWN.name()));
  }

  private static String page() {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "# Refusals",
                "",
                "What each dialect answers to every failure at the ingress and to every"
                    + " [reason](reasons.md) of the processor.",
                "What stands in one line cannot be told apart. Status 500 stands for what no"
                    + " command of the dialect is refused for."));
    for (Dialect dialect : dialects()) {
      String name = dialect.name();
      lines.addAll(
          List.of(
              "",
              "## [%s](%s.md)".formatted(name, PAGES.getOrDefault(name, name)),
              "| status | body | answers |",
              "|---|---|---|"));
      for (ErrorAnswer answer : ErrorAnswers.of(dialect)) {
        lines.add(
            "| %d | `%s` | %s |"
                .formatted(
                    answer.status(),
                    answer.body(),
                    String.join(", ", answer.names().stream().map("`%s`"::formatted).toList())));
      }
    }
    lines.addAll(
        List.of(
            "",
            "Generated from the dialects by `%s`; write it anew with `-D%s=true`."
                .formatted(RefusalTableTest.class.getSimpleName(), CommittedFile.UPDATE)));
    return String.join("\n", lines) + "\n";
  }
}
