package dev.assent.ingress.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginRedirectTest {
  @ParameterizedTest
  @CsvSource({
    "https://bank.example/login?operation={operationId}, https://bank.example/login?operation=a%2Fb%20c",
    "https://bank.example:8443/{operationId}/go, https://bank.example:8443/a%2Fb%20c/go",
    "https://bank.example#{operationId}, https://bank.example#a%2Fb%20c"
  })
  void shouldPutTheEncodedIdInItsPlace(String template, String expected) {
    assertThat(LoginRedirect.parse(template).orElseThrow().to("a/b c")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{operationId}",
        "https://bank.example/login",
        "http://bank.example/{operationId}",
        "javascript:alert({operationId})",
        "https://{operationId}/",
        "https://bank.example.{operationId}/x",
        "https://user@bank.example/{operationId}",
        "https://bank.example/{operationId}/{operationId}",
        "https://bank.example/{operationId}{other}",
        "https://bank.example/a b/{operationId}",
        "https:///{operationId}",
        "//bank.example/{operationId}",
        "/login/{operationId}"
      })
  void shouldRefuseATemplateThatIsNotAsItsRuleSays(String template) {
    assertThat(LoginRedirect.parse(template)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"2048, true", "2049, false"})
  void shouldBound(int characters, boolean allowed) {
    // Given
    String start = "https://bank.example/{operationId}/";

    // When
    String template = start + "x".repeat(characters - start.length());

    // Then
    assertThat(LoginRedirect.parse(template).isPresent()).isEqualTo(allowed);
  }
}
