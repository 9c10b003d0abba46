package dev.assent.connectors.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.trace.Correlation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class IdentityProviderMessagesTest {
  private static final String DOCUMENT =
      "{\"display\":{\"amount\":\"42.00 EUR\"},\"kind\":\"SIGNING\",\"nonce\":\"n-1\"}";

  @Test
  void shouldSendTheDocumentThatIsToBeSigned() throws IOException {
    // When
    JsonNode message = IdentityProviderMessages.start(transaction());

    // Then
    JsonNode data = message.path("signatureContextData").path("dataToSign");
    assertThat(message.path("correlationId").asText()).isEqualTo("A1");
    assertThat(data.path("username").asText()).isEqualTo("john.snow");
    assertThat(data.path("action").asText()).isEqualTo("SIGNING");
    assertThat(data.path("nonce").asText()).isEqualTo("n-1");
    assertThat(Base64.getDecoder().decode(data.path("document").asText()))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(DOCUMENT);
    assertThat(message.path("additionalDetails").path("text").asText())
        .isEqualTo("amount: 42.00 EUR");
  }

  @Test
  void shouldAskUnderTheSameCorrelation() throws IOException {
    assertThat((JsonNode) IdentityProviderMessages.status(transaction()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"correlationId": "A1", "username": "john.snow", "additionalDetails": {}}
                    """));
  }

  private static ProviderTransaction transaction() {
    return new ProviderTransaction(
        new UserKey("tenant", "john.snow"),
        "payment",
        "idp-1",
        "A1",
        Optional.empty(),
        Octets.of(DOCUMENT.getBytes(StandardCharsets.UTF_8)),
        Optional.empty(),
        Instant.parse("2026-01-01T12:00:00Z"),
        Optional.empty(),
        Correlation.NONE);
  }
}
