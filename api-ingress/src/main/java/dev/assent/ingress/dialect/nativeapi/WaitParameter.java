package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.Rejected;
import io.micronaut.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameter {@code wait} of a long poll: {@code docs/reference/waiting.md}. */
final class WaitParameter {
  private static final String NAME = "wait";
  private static final int MOST_SECONDS = 60;
  private static final Pattern FORM = Pattern.compile("([0-9]{1,2})s?");

  private WaitParameter() {}

  static boolean isGiven(HttpRequest<?> http) {
    return http.getParameters().contains(NAME);
  }

  /** How long to wait at the most, from 0 to 60 s; zero looks once. */
  static Duration of(HttpRequest<?> http) {
    List<String> given = http.getParameters().getAll(NAME);
    Matcher matcher = FORM.matcher(given.getFirst());
    int seconds =
        given.size() == 1 && matcher.matches()
            ? Integer.parseInt(matcher.group(1))
            : MOST_SECONDS + 1;
    if (seconds > MOST_SECONDS) {
      throw Rejected.badRequest("wait must be given once, in seconds from 0s to 60s");
    }
    return Duration.ofSeconds(seconds);
  }
}
