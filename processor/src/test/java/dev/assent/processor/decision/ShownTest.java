package dev.assent.processor.decision;

import static dev.assent.processor.decision.Fixtures.CREATED;
import static dev.assent.processor.decision.Fixtures.creation;
import static dev.assent.processor.decision.Fixtures.facts;
import static dev.assent.processor.decision.Fixtures.stateOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Answer.OperationChanged;
import dev.assent.processor.decision.Answer.Refused;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Event.OperationCreated;
import dev.assent.processor.decision.OperationState.Absent;
import dev.assent.schemas.device.DisplayText;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.FieldType;
import dev.assent.schemas.model.NumberMatching;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.model.Template;
import dev.assent.schemas.model.TemplateKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user is shown, and what the user has to enter. */
final class ShownTest {
  private static final TemplateKey PAYMENT = new TemplateKey("payment", 1);
  private static final Policy POLICY =
      Fixtures.policy()
          .template(
              new Template(
                  "payment",
                  1,
                  new TreeMap<>(Map.of("en", "Pay {amount}?", "de", "{amount} zahlen?")),
                  Map.of("amount", FieldType.TEXT)))
          .build();

  @Test
  @Tag("DL-1")
  void shouldRenderInTheUsersLanguageWhenTheOperationIsCreated() {
    // Given
    Terms terms = new TermsBuilder().template(PAYMENT).language("de").build();

    // When
    Operation operation = created(terms);

    // Then
    assertThat(operation.text()).contains(new DisplayText(PAYMENT, "de", "12.50 EUR zahlen?"));
    assertThat(operation.terms().language()).contains("de");
  }

  @Test
  void shouldRenderInTheDefaultLanguageWhereNoneIsGiven() {
    // When
    Operation operation = created(new TermsBuilder().template(PAYMENT).build());

    // Then
    assertThat(operation.text()).contains(new DisplayText(PAYMENT, "en", "Pay 12.50 EUR?"));
    assertThat(operation.terms().language()).contains("en");
  }

  @Test
  void shouldRefuseATemplateThatIsUnknownOrDoesNotFitTheData() {
    // Given
    Terms unknown = new TermsBuilder().template(new TemplateKey("payment", 2)).build();
    Terms unfit = new TermsBuilder().template(PAYMENT).displayData(Map.of("sum", "1")).build();

    // When / Then
    assertThat(decide(unknown, POLICY)).isEqualTo(invalid());
    assertThat(decide(unfit, POLICY)).isEqualTo(invalid());
  }

  @Test
  @Tag("DL-2")
  void shouldBindTheRenderedTextAndItsTemplate() {
    // Given
    Terms terms = new TermsBuilder().template(PAYMENT).build();

    // When
    String document = new String(document(created(terms)), StandardCharsets.UTF_8);

    // Then
    assertThat(document)
        .contains("\"text\":\"Pay 12.50 EUR?\"")
        .contains("\"template\":\"payment\",\"templateVersion\":1")
        .contains("\"display\":{\"amount\":\"12.50 EUR\"}");
  }

  @Test
  void shouldHandOverWhatWasRenderedThoughTheTemplateIsGone() {
    // Given
    Terms terms = new TermsBuilder().template(new TemplateKey("gone", 1)).build();
    DisplayText text = new DisplayText(new TemplateKey("gone", 1), "en", "As it was");
    CreateOperation create =
        new CreateOperation(
            Fixtures.OPERATION_ID, terms, CREATED, "test", 2, true, Optional.of(text));

    // When
    Decision decision = Decider.decide(stateOf(new Absent()), create, facts(CREATED, POLICY));

    // Then
    assertThat(((OperationCreated) decision.events().getFirst()).operation().text()).contains(text);
  }

  @ParameterizedTest
  @CsvSource({
    // policy, given, possible, value that comes of it
    "OFF,             ,   false, ",
    "OFF,             ,   true,  ",
    "OFF,             99, false, 99",
    "OFF,             99, true,  99",
    "WHERE_POSSIBLE,  ,   false, ",
    "WHERE_POSSIBLE,  ,   true,  1234",
    "WHERE_POSSIBLE,  99, false, 99",
    "WHERE_POSSIBLE,  99, true,  99",
    "REQUIRED,        ,   false, refused",
    "REQUIRED,        ,   true,  1234",
    "REQUIRED,        99, false, 99",
    "REQUIRED,        99, true,  99"
  })
  @Tag("NI-2")
  void shouldMatchNumbersAsPolicyAndRelyingPartySay(
      NumberMatching policy, String given, boolean possible, String expected) {
    // Given
    TermsBuilder terms = new TermsBuilder();
    if (given != null) {
      terms.matchingValue(given);
    }
    if (possible) {
      terms.matchingPossible();
    }
    Policy matching = Fixtures.policy().numberMatching(policy).matchingDigits(4).build();

    // When
    Decision decision = decide(terms.build(), matching);

    // Then
    if ("refused".equals(expected)) {
      assertThat(decision).isEqualTo(invalid());
    } else {
      assertThat(decision.answer()).isEqualTo(new OperationChanged());
      Operation operation = ((OperationCreated) decision.events().getFirst()).operation();
      assertThat(operation.matchingValue()).isEqualTo(Optional.ofNullable(expected));
      assertThat(operation.terms().matchingPossible()).isFalse();
    }
  }

  @Test
  void shouldTellTheDeviceHowManyDigitsAndNeverWhich() {
    // Given
    Operation operation = created(new TermsBuilder().matchingValue("987654").build());

    // When
    String document = new String(document(operation), StandardCharsets.UTF_8);

    // Then
    assertThat(document).contains("\"matchingDigits\":6").doesNotContain("987654");
  }

  @Test
  void shouldNotMatchNumbersAtAProvider() {
    // Given
    Policy required = Fixtures.policy().numberMatching(NumberMatching.REQUIRED).build();
    Terms terms = new TermsBuilder().channel(Channel.IDP).matchingPossible().build();

    // When
    Decision decision = decide(terms, required);

    // Then
    assertThat(((OperationCreated) decision.events().getFirst()).operation().matchingValue())
        .isEmpty();
  }

  private static byte[] document(Operation operation) {
    return Fixtures.document(operation).canonical();
  }

  private static Operation created(Terms terms) {
    return ((OperationCreated) decide(terms, POLICY).events().getFirst()).operation();
  }

  private static Decision decide(Terms terms, Policy policy) {
    return Decider.decide(stateOf(new Absent()), creation(terms), facts(CREATED, policy));
  }

  private static Decision invalid() {
    return new Decision(List.of(), new Refused(Reason.INVALID_REQUEST, Optional.empty()));
  }
}
