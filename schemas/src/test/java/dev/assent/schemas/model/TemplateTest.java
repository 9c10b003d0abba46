package dev.assent.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final Map<String, FieldType> FIELDS =
      Map.of("payee", FieldType.TEXT, "amount", FieldType.AMOUNT, "currency", FieldType.CURRENCY);
  private static final Map<String, String> DATA =
      Map.of("payee", "Zoë {amount}", "amount", "12.50", "currency", "CHF");

  private static Template payment() {
    return new Template(
        "payment",
        1,
        new TreeMap<>(
            Map.of(
                "en", "Pay {amount} {currency}\nto {payee}? {{yes}}",
                "de", "{payee} bekommt {amount} {currency}",
                "fr-CA", "Payer {payee}: {amount} {currency}")),
        FIELDS);
  }

  private static Template of(String text) {
    Map<String, FieldType> fields = new HashMap<>(FIELDS);
    fields.keySet().removeIf(name -> !text.contains("{" + name + "}"));
    return new Template("one", 1, new TreeMap<>(Map.of("en", text)), fields);
  }

  @Test
  @Tag("DL-1")
  void shouldRefuseATextThatLeavesAFieldOut() {
    assertThatThrownBy(
            () -> new Template("one", 1, new TreeMap<>(Map.of("en", "Pay {amount}")), FIELDS))
        .hasMessageContaining("leaves a field out");
  }

  @Test
  void shouldPutValuesIntoTheirPlacesOnce() {
    assertThat(payment().render("en", "en", DATA))
        .hasValue("Pay 12.50 CHF\nto Zoë {amount}? {yes}");
  }

  @ParameterizedTest
  @CsvSource({
    "de,Zoë",
    "de-CH,Zoë",
    "de-Latn-CH-x-bank,Zoë",
    "DE,Zoë",
    "fr-CA,Payer",
    "fr,Pay",
    "it,Pay",
    "not a tag,Pay",
    "'',Pay"
  })
  void shouldFallBackToTheBaseLanguageAndThenToTheDefault(String language, String begins) {
    assertThat(payment().render(language, "en", DATA).orElseThrow()).startsWith(begins + " ");
  }

  @Test
  void shouldNotRenderWithoutAText() {
    assertThat(payment().render("it", "rm", DATA)).isEmpty();
  }

  @Test
  void shouldNotRenderWithoutAllFields() {
    Map<String, String> data = new HashMap<>(DATA);
    data.remove("payee");
    assertThat(payment().render("en", "en", data)).isEmpty();
  }

  @Test
  void shouldNotRenderWithAFieldThatIsNotDeclared() {
    Map<String, String> data = new HashMap<>(DATA);
    data.put("note", "x");
    assertThat(payment().render("en", "en", data)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.5", "1", "999999999999999999.9999", "12.50"})
  void shouldTakePlainDecimals(String amount) {
    assertThat(FieldType.AMOUNT.accepts(amount)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "01",
        "1.",
        ".5",
        "1.12345",
        "-1",
        "+1",
        "1e3",
        "1,5",
        "1'000",
        " 1",
        "1 ",
        "1000000000000000000",
        "١",
        "1\n"
      })
  void shouldRefuseOtherAmounts(String amount) {
    assertThat(FieldType.AMOUNT.accepts(amount)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"CHF,true", "EUR,true", "chf,false", "ZZZ,false", "EU,false", "EURO,false"})
  void shouldKnowCurrencies(String code, boolean known) {
    assertThat(FieldType.CURRENCY.accepts(code)).isEqualTo(known);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\nb",
        "a\rb",
        "a\u000bb",
        "a\u0085b",
        "a\u2028b",
        "a\u2029b",
        "a\tb",
        "a\u0000",
        "\u202e12",
        "\u2066x",
        "\u200f",
        "\ud800"
      })
  @Tag("AS-2")
  void shouldRefuseTextThatBreaksTheLineOrTurnsIt(String text) {
    assertThat(FieldType.TEXT.accepts(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Zoë's 🏦", "مرحبا", "{payee}", "a b"})
  void shouldTakeOtherText(String text) {
    assertThat(FieldType.TEXT.accepts(text)).isTrue();
  }

  @Test
  void shouldRefuseTextThatIsTooLong() {
    assertThat(FieldType.TEXT.accepts("x".repeat(256))).isTrue();
    assertThat(FieldType.TEXT.accepts("x".repeat(257))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{unknown}", "{}", "{ payee}", "{payee", "payee}", "{pa{yee}}", "{a}}{{"})
  void shouldRefuseATextWhoseBracesNameNoField(String text) {
    assertThatThrownBy(() -> of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\tb", "a\u202eb"})
  void shouldRefuseATextThatCannotBeShownAsItIs(String text) {
    assertThatThrownBy(() -> of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "de_CH", "DE", "deutsch-1", "e"})
  void shouldRefuseALanguageThatIsNotCanonical(String language) {
    assertThatThrownBy(
            () -> new Template("one", 1, new TreeMap<>(Map.of(language, "text")), Map.of()))
        .hasMessageContaining("BCP 47");
  }

  @Test
  void shouldRefuseOtherNamesAndVersions() {
    TreeMap<String, String> texts = new TreeMap<>(Map.of("en", "text"));
    assertThatThrownBy(() -> new Template("a b", 1, texts, Map.of())).hasMessageContaining("id");
    assertThatThrownBy(() -> new Template("a", 0, texts, Map.of())).hasMessageContaining("version");
    assertThatThrownBy(() -> new Template("a", 1, texts, Map.of("1", FieldType.TEXT)))
        .hasMessageContaining("field");
    assertThatThrownBy(() -> new Template("a", 1, new TreeMap<>(), Map.of()))
        .hasMessageContaining("texts");
  }
}
