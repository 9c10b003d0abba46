package dev.assent.standalone.deadletters;

import dev.assent.schemas.avro.DeadLetter;
import java.time.Instant;

/**
 * A dead letter.
 *
 * @param id its own position
 * @param place of the record that it is about
 * @param recordedAt when the record was set aside
 * @param reason from the closed list of reasons
 * @param detail what was wrong, in words
 */
record Letter(LetterId id, Place place, Instant recordedAt, String reason, String detail) {

  static Letter of(LetterId id, DeadLetter content) {
    return new Letter(
        id, Place.of(content), content.getRecordedAt(), content.getReason(), content.getDetail());
  }
}
