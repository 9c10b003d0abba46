package dev.assent.standalone.deadletters;

import dev.assent.schemas.catalogue.Topic;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decides whether the record of a letter may be sent again. */
final class Replays {
  private final Origins origins;

  Replays(Origins origins) {
    this.origins = origins;
  }

  /** What came of the question. */
  sealed interface Verdict {
    /** It may be sent. */
    record Possible(ConsumerRecord<byte[], byte[]> origin) implements Verdict {}

    /** It may not, and why. */
    record Refused(String why) implements Verdict {}
  }

  /**
   * Asks the rules in their order of precedence.
   *
   * @param earlier where the record stands since an earlier replay
   * @param again whether an earlier replay does not matter
   */
  Verdict check(Letter letter, Optional<Place> earlier, boolean again)
      throws DeadLetterFailure, InterruptedException {
    Place place = letter.place();
    Optional<Topic> topic = ReplayRules.find(place.topic());
    if (topic.isEmpty()) {
      return new Verdict.Refused("there is no topic " + place.topic() + " in the catalogue");
    }
    if (!ReplayRules.mayBeReplayedInto(topic.get())) {
      return new Verdict.Refused(
          "%s is written by the %s itself: nothing is ever replayed into it"
              .formatted(place.topic(), topic.get().writtenBy()));
    }
    if (earlier.isPresent() && !again) {
      return new Verdict.Refused(
          "already replayed as %s (--again sends it once more)".formatted(earlier.get()));
    }
    Optional<ConsumerRecord<byte[], byte[]>> origin = origins.read(place);
    if (origin.isEmpty()) {
      return new Verdict.Refused(
          "the record is gone: %s no longer keeps it".formatted(place.topic()));
    }
    if (origins.isSuperseded(origin.get())) {
      return new Verdict.Refused(
          "a later record with the same key is there, which this one would undo");
    }
    return new Verdict.Possible(origin.get());
  }
}
