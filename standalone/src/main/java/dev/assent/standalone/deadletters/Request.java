package dev.assent.standalone.deadletters;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the operator asks for. */
sealed interface Request {

  /**
   * One line for each letter.
   *
   * @param limit how many at the most, the latest; 1 to 1,000,000
   * @param json whether each line is a JSON object
   */
  record ListLetters(Selection selection, int limit, boolean json) implements Request {}

  /**
   * Everything about one letter.
   *
   * @param reveal whether the record's content is shown too
   */
  record ShowLetter(LetterId id, boolean reveal) implements Request {}

  /**
   * Sends the records of these letters again, all or none.
   *
   * @param mended file with the value to send instead; only with one letter
   * @param again whether a record that was replayed before is sent once more
   */
  record ReplayThese(List<LetterId> ids, Optional<Path> mended, boolean again) implements Request {}

  /** Sends the record of every letter of the selection again that can be and was not yet. */
  record ReplayAll(Selection selection) implements Request {}
}
