package dev.assent.standalone.deadletters;

import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.model.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * Which letters are meant; what is absent does not matter.
 *
 * @param topic of the record that a letter is about
 * @param reason of the letter
 * @param since the earliest time at which the record was set aside
 */
record Selection(Optional<Topic> topic, Optional<Reason> reason, Optional<Instant> since) {
  static final Selection ALL = new Selection(Optional.empty(), Optional.empty(), Optional.empty());

  boolean includes(Letter letter) {
    return topic.map(wanted -> wanted.topicName().equals(letter.place().topic())).orElse(true)
        && reason.map(wanted -> wanted.name().equals(letter.reason())).orElse(true)
        && since.map(start -> !letter.recordedAt().isBefore(start)).orElse(true);
  }
}
