package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.DeadLetter;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import dev.assent.verification.RunningAssent.Holder;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SharedSystem.class)
class GarbageRecordTest {
  private final RunningAssent assent;

  GarbageRecordTest(RunningAssent assent) {
    this.assent = assent;
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void shouldSetAsideWhatCannotBeReadAndGoOn(Topic topic, String what, byte[] value)
      throws Exception {
    // Given
    Holder holder = assent.holder();
    String key =
        topic == Topic.CLAIMS
            ? OperationIds.claimKey(assent.tenant(), RunningAssent.freshOperationId())
            : new UserKey(assent.tenant(), holder.userId()).text();

    // When
    RecordMetadata written = assent.publish(topic, key, value);

    // Then
    DeadLetter letter =
        assent.ledger().awaitDeadLetter(topic, written.partition(), written.offset());
    assertThat(letter.getReason()).as(what).isEqualTo("MALFORMED_RECORD");
    Answer next = assent.approve(assent.challenged(holder));
    assertThat(next.succeeded()).as(next.text()).isTrue();
  }

  static Stream<Arguments> garbage() {
    byte[] random = new byte[64];
    new Random(64).nextBytes(random);
    random[0] = 1;
    return Stream.of(Topic.REQUESTS, Topic.COMMANDS, Topic.CLAIMS)
        .flatMap(
            topic ->
                Stream.of(
                    Arguments.of(topic, "no bytes", new byte[0]),
                    Arguments.of(topic, "no value", null),
                    Arguments.of(topic, "half a header", new byte[] {0, 0, 0}),
                    Arguments.of(topic, "an unknown schema", new byte[] {0, 127, 0, 0, 1, 2, 3}),
                    Arguments.of(topic, "another magic byte", random)));
  }
}
