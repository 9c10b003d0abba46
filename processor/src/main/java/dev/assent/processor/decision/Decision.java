package dev.assent.processor.decision;

import dev.assent.schemas.model.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What comes of a command: events to be recorded, and the answer to give once they are committed. A
 * refusal can have events: a failed proof is counted, a missed deadline is noted.
 */
public record Decision(List<Event> events, Answer answer) {

  public Decision {
    events = List.copyOf(events);
  }

  static Decision refused(Reason reason, Event... events) {
    return new Decision(List.of(events), new Answer.Refused(reason, Optional.empty()));
  }

  static Decision refused(Reason reason, List<Event> events) {
    return new Decision(events, new Answer.Refused(reason, Optional.empty()));
  }

  static Decision refusedUntil(Instant retryAt, Reason reason) {
    return new Decision(List.of(), new Answer.Refused(reason, Optional.of(retryAt)));
  }

  static Decision accepted(Answer answer, Event... events) {
    return new Decision(List.of(events), answer);
  }

  static Decision accepted(Answer answer, List<Event> events) {
    return new Decision(events, answer);
  }
}
