package dev.assent.schemas.key;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pairs a reply with the request that waits for it, and carries the partition of the reply topic
 * that the asking ingress reads.
 *
 * @param partition partition of {@code assent.replies}, 0 to 9,999
 * @param number unique within the ingress instance
 */
public record CorrelationId(int partition, String number) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.([A-Za-z0-9_-]{1,64})");

  /** Parses {@link #text()}; nothing where the text is not one. */
  public static Optional<CorrelationId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new CorrelationId(Integer.parseInt(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  /** The record key of the reply. */
  public String text() {
    return partition + "." + number;
  }
}
