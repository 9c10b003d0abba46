package dev.assent.standalone.deadletters;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A letter's own position on {@code assent.dead-letters}, which names it as long as it is kept;
 * written {@code partition-offset}.
 */
record LetterId(int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

  static Optional<LetterId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new LetterId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return partition + "-" + offset;
  }
}
