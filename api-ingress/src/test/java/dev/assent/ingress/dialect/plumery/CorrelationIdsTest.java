package dev.assent.ingress.dialect.plumery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.key.OperationIds;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CorrelationIdsTest {
  @Test
  void shouldKeepWhatCanBeAnOperationId() {
    for (String id : List.of(PlumeryCalls.CORRELATION_ID, "x", "!~", "y".repeat(128))) {
      assertThat(CorrelationIds.operationId(id)).isEqualTo(id);
    }
  }

  @Test
  void shouldGiveEveryOtherOneAnIdThatNoneElseHas() {
    // Given
    String derived = CorrelationIds.operationId("a b");
    List<String> others =
        List.of("a b", "a  b", " ", "\u00e9", "e\u0301", "y".repeat(129), derived);
    Set<String> seen = new HashSet<>();

    for (String id : others) {
      // When
      String operationId = CorrelationIds.operationId(id);

      // Then
      assertThat(OperationIds.isValid(operationId)).isTrue();
      assertThat(operationId).isNotEqualTo(id).isEqualTo(CorrelationIds.operationId(id));
      assertThat(seen.add(operationId)).isTrue();
    }
  }
}
