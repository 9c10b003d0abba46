package dev.assent.standalone.deadletters;

import dev.assent.schemas.catalogue.Topic;
import dev.assent.standalone.deadletters.Replays.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a call is going to send, and what not: made as a whole before anything is sent. */
final class Plan {
  private final Replays rules;
  private final Letters letters;
  private final boolean again;
  private final List<Replay> replays = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final Set<Place> planned = new HashSet<>();

  /**
   * @param again whether records that were replayed before are sent once more
   */
  Plan(Replays rules, Letters letters, boolean again) {
    this.rules = rules;
    this.letters = letters;
    this.again = again;
  }

  /** Takes the letter's record in, or notes why not. */
  void add(Letter letter) throws DeadLetterFailure, InterruptedException {
    if (planned.contains(letter.place())) {
      refuse(letter, "another of the letters is about the same record");
      return;
    }
    switch (rules.check(letter, letters.replayOf(letter), again)) {
      case Verdict.Refused(String why) -> refuse(letter, why);
      case Verdict.Possible(var origin) -> {
        planned.add(letter.place());
        replays.add(Replay.of(letter, origin));
      }
    }
  }

  private void refuse(Letter letter, String why) {
    refusals.add(letter.id() + ": " + LetterPrinter.printable(why));
  }

  /**
   * Puts the value of a file in the place of what every record said.
   *
   * @throws DeadLetterFailure where a topic is not for that, or the file is no such value
   */
  void mend(Path file, Map<String, Object> configuration) throws DeadLetterFailure {
    for (int i = 0; i < replays.size(); i++) {
      Replay replay = replays.get(i);
      Optional<Topic> topic =
          ReplayRules.find(replay.origin().topic()).filter(ReplayRules::mayBeMended);
      if (topic.isEmpty()) {
        throw new DeadLetterFailure(
            "A record of %s says what somebody else said: it is not mended by hand"
                .formatted(replay.origin().topic()));
      }
      byte[] value = AvroJson.mended(topic.get(), replay.origin().key(), file, configuration);
      replays.set(i, replay.withValue(value));
    }
  }

  List<Replay> replays() {
    return replays;
  }

  List<String> refusals() {
    return refusals;
  }
}
