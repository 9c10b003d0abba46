package dev.assent.schemas.reference;

import static java.util.stream.Collectors.joining;

import dev.assent.schemas.catalogue.Topic;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

final class TopicPageTest {
  @Test
  void shouldDescribeEveryTopicOnTheReferencePage() {
    // Given
    Topic[] topics = Topic.values();

    // When
    String rows = Arrays.stream(topics).map(TopicPageTest::row).collect(joining());

    // Then
    CommittedFile.referencePageMustBe("topics.md", page(rows));
  }

  private static String inside(Topic topic) {
    String value =
        switch (topic) {
          case WEBHOOK_OUTCOMES -> "WebhookOutcome";
          case PUSH_TASKS -> "PushTask";
          default -> "Command";
        };
    return "%s, inside the %s".formatted(value, topic.writtenBy());
  }

  private static String row(Topic topic) {
    return "| `%s` | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            topic.topicName(),
            topic.key(),
            topic.valueSchema().map(Schema::getName).orElseGet(() -> inside(topic)),
            spread(topic.partitioning()),
            cleanup(topic.cleanup()),
            topic.writtenBy(),
            topic.readBy());
  }

  private static String spread(Topic.Partitioning partitioning) {
    return switch (partitioning) {
      case BY_USER -> "by user";
      case BY_OPERATION -> "by operation";
      case BY_ASKER -> "by asker";
      case BY_INSTANCE -> "by instance";
      case SINGLE -> "one partition";
    };
  }

  private static String cleanup(Topic.Cleanup cleanup) {
    return switch (cleanup) {
      case Topic.Cleanup.Compact _ -> "compact";
      case Topic.Cleanup.Delete delete ->
          delete.retention().toDays() > 0
              ? "delete after %d days".formatted(delete.retention().toDays())
              : "delete after %d minutes".formatted(delete.retention().toMinutes());
    };
  }

  private static String page(String rows) {
    return """
    # Topics

    Keys are strings, each part percent-encoded. Values of public topics are Avro in the Confluent wire
    format, under the subject `<topic>-value`; values of topics inside one service are Avro single objects.
    Topics that are spread by user must all have the same number of partitions, and those that are spread by
    operation too: the processor refuses to start otherwise.

    | topic | key | value | spread | cleanup | written by | read by |
    |---|---|---|---|---|---|---|
    %s
    Generated from `dev.assent.schemas.catalogue.Topic` by a test; write it anew with `-Dassent.update=true`.
    """
        .formatted(rows);
  }
}
