package dev.assent.standalone.deadletters;

import dev.assent.schemas.catalogue.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which topics an operator may write to again, taken from who writes them in the catalogue.
 *
 * <p>Barrier: a writer that is not named here, above all the processor, is never stood in for. What
 * the processor wrote follows from its state; the same record a second time would be an event that
 * never happened.
 */
final class ReplayRules {
  private static final Set<String> OUTSIDE_THE_PROCESSOR =
      Set.of("upstream", "ingress", "connectors", "administration");

  /** What the ingress and the connectors write is what a caller asked for or a vendor answered. */
  private static final Set<String> WRITES_BY_HAND = Set.of("upstream", "administration");

  private ReplayRules() {}

  static Optional<Topic> find(String topicName) {
    return Arrays.stream(Topic.values())
        .filter(topic -> topic.topicName().equals(topicName))
        .findFirst();
  }

  static boolean mayBeReplayedInto(Topic topic) {
    return OUTSIDE_THE_PROCESSOR.containsAll(List.of(topic.writtenBy().split(", ")));
  }

  static boolean mayBeMended(Topic topic) {
    return WRITES_BY_HAND.contains(topic.writtenBy());
  }
}
