package dev.assent.standalone.deadletters;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was read from {@code assent.dead-letters}.
 *
 * @param found the letters that were asked for, in order
 * @param leftOut how many more there would have been before these
 * @param unreadable how many records of the topic are no letters
 * @param replays for each record that was sent again, where it stands now; the latest replay
 */
record Letters(List<Letter> found, long leftOut, long unreadable, Map<Place, Place> replays) {

  Optional<Place> replayOf(Letter letter) {
    return Optional.ofNullable(replays.get(letter.place()));
  }
}
