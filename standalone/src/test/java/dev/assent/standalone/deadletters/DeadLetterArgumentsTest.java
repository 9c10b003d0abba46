package dev.assent.standalone.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.model.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterArgumentsTest {

  @Test
  void shouldListTheLatestHundredOfTheRunningSystem() throws Exception {
    // When
    DeadLetterArguments arguments = parse("list");

    // Then
    assertThat(arguments)
        .isEqualTo(
            new DeadLetterArguments(
                new Request.ListLetters(Selection.ALL, 100, false),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void shouldTakeEveryOptionOfListInBothForms() throws Exception {
    // When
    DeadLetterArguments arguments =
        parse(
            "list --topic assent.requests --reason=MALFORMED_RECORD --since 2026-03-01T09:30:00Z"
                + " --limit=7 --json --bootstrap kafka:9093 --registry=https://registry/?a=b"
                + " --client-settings client.properties");

    // Then
    assertThat(arguments)
        .isEqualTo(
            new DeadLetterArguments(
                new Request.ListLetters(
                    new Selection(
                        Optional.of(Topic.REQUESTS),
                        Optional.of(Reason.MALFORMED_RECORD),
                        Optional.of(Instant.parse("2026-03-01T09:30:00Z"))),
                    7,
                    true),
                Optional.of("kafka:9093"),
                Optional.of("https://registry/?a=b"),
                Optional.of(Path.of("client.properties"))));
  }

  @Test
  void shouldRevealOnlyWhenAsked() throws Exception {
    // When
    Request plain = parse("show 0-12").request();
    Request revealing = parse("show 0-12 --reveal").request();

    // Then
    assertThat(plain).isEqualTo(new Request.ShowLetter(new LetterId(0, 12), false));
    assertThat(revealing).isEqualTo(new Request.ShowLetter(new LetterId(0, 12), true));
  }

  @Test
  void shouldReplayEachLetterOnce() throws Exception {
    // When
    Request request = parse("replay 0-3 0-1 0-3 --again").request();

    // Then
    assertThat(request)
        .isEqualTo(
            new Request.ReplayThese(
                List.of(new LetterId(0, 3), new LetterId(0, 1)), Optional.empty(), true));
  }

  @Test
  void shouldReplayOneLetterMended() throws Exception {
    // When
    Request request = parse("replay 0-3 --with mended.json").request();

    // Then
    assertThat(request)
        .isEqualTo(
            new Request.ReplayThese(
                List.of(new LetterId(0, 3)), Optional.of(Path.of("mended.json")), false));
  }

  @Test
  void shouldReplayAllOfASelection() throws Exception {
    // When
    Request request = parse("replay --all --reason TENANT_UNKNOWN").request();

    // Then
    assertThat(request)
        .isEqualTo(
            new Request.ReplayAll(
                new Selection(
                    Optional.empty(), Optional.of(Reason.TENANT_UNKNOWN), Optional.empty())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          purge                              | Unknown command dead-letters purge
          list 0-1                           | list does not take 0-1
          list --reveal                      | list does not take --reveal
          list --tpoic assent.requests       | Unknown argument --tpoic
          list --json=yes                    | Unknown argument --json=yes
          list --topic                       | --topic needs a value
          list --topic assent.reqests        | Unknown topic assent.reqests
          list --limit 1 --limit 2           | --limit is given twice
          list --reason WRONG                | Unknown reason WRONG
          list --since yesterday             | --since must be an instant such as 2026-03-01T09:30:00Z, not yesterday
          list --limit 0                     | --limit must be 1 to 1000000, not 0
          list --limit many                  | --limit must be 1 to 1000000, not many
          list --bootstrap kafka:9092        | --bootstrap and --registry belong together
          list --registry http://registry    | --bootstrap and --registry belong together
          show                               | show takes one ID
          show 0-1 0-2                       | show takes one ID
          show 12                            | 12 is not an ID
          show 0-9999999999999999999         | is not an ID
          replay                             | replay takes the ID of at least one letter, or --all
          replay 0-1 --all                   | replay takes either IDs or --all
          replay --all --again               | replay does not take --again
          replay --all --with mended.json    | replay does not take --with
          replay 0-1 0-2 --with mended.json  | --with mends the record of one letter, not of several
          replay 0-1 --topic assent.requests | replay does not take --topic
          """)
  void shouldRefuseWhatMakesNoSense(String commandLine, String message) {
    // When
    DeadLetterFailure failure =
        catchThrowableOfType(DeadLetterFailure.class, () -> parse(commandLine));

    // Then
    assertThat(failure).hasMessageContaining(message);
    assertThat(failure.exitStatus()).isEqualTo(2);
  }

  private static DeadLetterArguments parse(String commandLine) throws DeadLetterFailure {
    return DeadLetterArguments.parse(List.of(commandLine.strip().split(" +")));
  }
}
