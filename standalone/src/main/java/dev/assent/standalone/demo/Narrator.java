package dev.assent.standalone.demo;

import java.io.PrintStream;
import java.util.List;

/** Prints the story; API keys are replaced before anything reaches the console. */
final class Narrator {
  private static final int LONGEST = 420;

  private final PrintStream out;
  private final List<String> apiKeys;
  private int steps;

  Narrator(PrintStream out, List<String> apiKeys) {
    this.out = out;
    this.apiKeys = List.copyOf(apiKeys);
  }

  synchronized void step(String title) {
    steps++;
    out.printf("%n%d. %s%n", steps, title);
  }

  synchronized void say(String text) {
    line("   ", text);
  }

  synchronized void request(String text) {
    line("   -> ", text);
  }

  synchronized void response(String text) {
    line("   <- ", text);
  }

  synchronized void event(String text) {
    line("   ** ", text);
  }

  private void line(String mark, String text) {
    String masked = text;
    for (String apiKey : apiKeys) {
      masked = masked.replace(apiKey, apiKey.substring(0, apiKey.indexOf('.') + 1) + "*****");
    }
    boolean tooLong = masked.length() > LONGEST;
    out.println(mark + (tooLong ? masked.substring(0, LONGEST) + " ..." : masked));
  }
}
