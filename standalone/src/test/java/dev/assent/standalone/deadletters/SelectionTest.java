package dev.assent.standalone.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.model.Reason;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Instant RECORDED_AT = Instant.parse("2026-03-01T09:30:00Z");
  private static final Letter LETTER =
      new Letter(
          new LetterId(0, 1),
          new Place("assent.requests", 2, 3),
          RECORDED_AT,
          "MALFORMED_RECORD",
          "the record has no value");

  @Test
  void shouldIncludeEverythingWhereNothingIsAskedFor() {
    assertThat(Selection.ALL.includes(LETTER)).isTrue();
  }

  @Test
  void shouldIncludeOnlyTheTopic() {
    assertThat(selection(Topic.REQUESTS, null, null).includes(LETTER)).isTrue();
    assertThat(selection(Topic.COMMANDS, null, null).includes(LETTER)).isFalse();
  }

  @Test
  void shouldIncludeOnlyTheReason() {
    assertThat(selection(null, Reason.MALFORMED_RECORD, null).includes(LETTER)).isTrue();
    assertThat(selection(null, Reason.TENANT_UNKNOWN, null).includes(LETTER)).isFalse();
  }

  @Test
  void shouldIncludeFromTheVeryInstant() {
    assertThat(selection(null, null, RECORDED_AT).includes(LETTER)).isTrue();
    assertThat(selection(null, null, RECORDED_AT.plusMillis(1)).includes(LETTER)).isFalse();
  }

  @Test
  void shouldRequireEveryPart() {
    assertThat(selection(Topic.REQUESTS, Reason.TENANT_UNKNOWN, RECORDED_AT).includes(LETTER))
        .isFalse();
  }

  private static Selection selection(Topic topic, Reason reason, Instant since) {
    return new Selection(
        Optional.ofNullable(topic), Optional.ofNullable(reason), Optional.ofNullable(since));
  }
}
