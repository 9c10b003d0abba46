package dev.assent.processor.decision;

import dev.assent.schemas.model.Reason;
import java.util.List;

/**
 * What comes of a command: events to be recorded, and the answer to give once they are committed. A
 * refusal can have events: a failed proof is counted, a missed deadline is noted.
 */
public record Decision(List<Event> events, Answer answer) {

  public Decision {
    events = List.copyOf(events);
  }

  static Decision refused(Reason reason, Event... events) {
    return new Decision(List.of(events), new Answer.Refused(reason));
  }

  static Decision accepted(Answer answer, Event... events) {
    return new Decision(List.of(events), answer);
  }
}
