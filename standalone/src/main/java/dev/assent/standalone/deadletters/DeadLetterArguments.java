package dev.assent.standalone.deadletters;

import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.model.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command line of {@code ./assent dead-letters}. An option's value follows it, or stands behind
 * an equals sign.
 *
 * @param request what is to be done
 * @param bootstrap the broker of another cluster than the local one
 * @param registry the URL of its schema registry; given with {@code bootstrap} or not at all
 * @param clientSettings properties for the Kafka client and the registry's, such as credentials
 */
record DeadLetterArguments(
    Request request,
    Optional<String> bootstrap,
    Optional<String> registry,
    Optional<Path> clientSettings) {
  static final String USAGE =
      """
      ./assent dead-letters list [--topic T] [--reason R] [--since INSTANT] [--limit N] [--json]
      ./assent dead-letters show ID [--reveal]
      ./assent dead-letters replay ID... [--with FILE] [--again]
      ./assent dead-letters replay --all [--topic T] [--reason R] [--since INSTANT]
      each also with --bootstrap HOST:PORT --registry URL [--client-settings FILE] for another cluster""";

  private static final int STANDARD_LIMIT = 100;
  private static final int LARGEST_LIMIT = 1_000_000;

  private static final Set<String> SWITCHES = Set.of("--json", "--reveal", "--again", "--all");
  private static final Set<String> WITH_VALUE =
      Set.of(
          "--topic",
          "--reason",
          "--since",
          "--limit",
          "--with",
          "--bootstrap",
          "--registry",
          "--client-settings");

  static DeadLetterArguments parse(List<String> arguments) throws DeadLetterFailure {
    if (arguments.isEmpty()) {
      throw DeadLetterFailure.usage(USAGE);
    }
    Options options = Options.read(arguments.subList(1, arguments.size()));
    Request request =
        switch (arguments.getFirst()) {
          case "list" -> list(options);
          case "show" -> show(options);
          case "replay" -> replay(options);
          default ->
              throw DeadLetterFailure.usage(
                  "Unknown command dead-letters " + arguments.getFirst() + "\n\n" + USAGE);
        };
    DeadLetterArguments parsed =
        new DeadLetterArguments(
            request,
            options.take("--bootstrap"),
            options.take("--registry"),
            options.take("--client-settings").map(Path::of));
    options.requireAllTaken(arguments.getFirst());
    if (parsed.bootstrap().isPresent() != parsed.registry().isPresent()) {
      throw DeadLetterFailure.usage("--bootstrap and --registry belong together");
    }
    return parsed;
  }

  private static Request list(Options options) throws DeadLetterFailure {
    options.requireNoWords("list");
    return new Request.ListLetters(selection(options), limit(options), options.has("--json"));
  }

  private static Request show(Options options) throws DeadLetterFailure {
    List<LetterId> ids = options.ids();
    if (ids.size() != 1) {
      throw DeadLetterFailure.usage("show takes one ID, as list prints it");
    }
    return new Request.ShowLetter(ids.getFirst(), options.has("--reveal"));
  }

  private static Request replay(Options options) throws DeadLetterFailure {
    List<LetterId> ids = options.ids();
    if (options.has("--all")) {
      if (!ids.isEmpty()) {
        throw DeadLetterFailure.usage("replay takes either IDs or --all");
      }
      return new Request.ReplayAll(selection(options));
    }
    if (ids.isEmpty()) {
      throw DeadLetterFailure.usage("replay takes the ID of at least one letter, or --all");
    }
    Optional<Path> mended = options.take("--with").map(Path::of);
    if (mended.isPresent() && ids.size() > 1) {
      throw DeadLetterFailure.usage("--with mends the record of one letter, not of several");
    }
    return new Request.ReplayThese(ids, mended, options.has("--again"));
  }

  private static Selection selection(Options options) throws DeadLetterFailure {
    return new Selection(topic(options), reason(options), since(options));
  }

  private static Optional<Topic> topic(Options options) throws DeadLetterFailure {
    Optional<String> name = options.take("--topic");
    Optional<Topic> topic = name.flatMap(ReplayRules::find);
    if (name.isPresent() && topic.isEmpty()) {
      throw DeadLetterFailure.usage("Unknown topic " + name.get());
    }
    return topic;
  }

  private static Optional<Reason> reason(Options options) throws DeadLetterFailure {
    Optional<String> name = options.take("--reason");
    Optional<Reason> reason =
        name.flatMap(
            wanted ->
                Arrays.stream(Reason.values())
                    .filter(candidate -> candidate.name().equals(wanted))
                    .findFirst());
    if (name.isPresent() && reason.isEmpty()) {
      throw DeadLetterFailure.usage(
          "Unknown reason " + name.get() + ": they are listed in docs/reference/reasons.md");
    }
    return reason;
  }

  private static Optional<Instant> since(Options options) throws DeadLetterFailure {
    Optional<String> text = options.take("--since");
    try {
      return text.map(Instant::parse);
    } catch (DateTimeParseException _) {
      throw DeadLetterFailure.usage(
          "--since must be an instant such as 2026-03-01T09:30:00Z, not " + text.orElseThrow());
    }
  }

  private static int limit(Options options) throws DeadLetterFailure {
    Optional<String> text = options.take("--limit");
    try {
      int limit = text.map(Integer::parseInt).orElse(STANDARD_LIMIT);
      if (limit >= 1 && limit <= LARGEST_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException _) {
      // the same message as for a number outside the range
    }
    throw DeadLetterFailure.usage(
        "--limit must be 1 to " + LARGEST_LIMIT + ", not " + text.orElseThrow());
  }

  /** Options as given, each to be taken once by the command that knows it. */
  private record Options(List<String> words, Map<String, String> values, Set<String> switches) {

    static Options read(List<String> arguments) throws DeadLetterFailure {
      Options options = new Options(new ArrayList<>(), new HashMap<>(), new HashSet<>());
      for (int i = 0; i < arguments.size(); i++) {
        String[] parts = arguments.get(i).split("=", 2);
        String name = parts[0];
        if (!name.startsWith("--")) {
          options.words.add(arguments.get(i));
        } else if (SWITCHES.contains(name) && parts.length == 1) {
          options.switches.add(name);
        } else if (!WITH_VALUE.contains(name)) {
          throw DeadLetterFailure.usage("Unknown argument " + arguments.get(i) + "\n\n" + USAGE);
        } else if (parts.length == 2) {
          options.put(name, parts[1]);
        } else if (i + 1 < arguments.size()) {
          i++;
          options.put(name, arguments.get(i));
        } else {
          throw DeadLetterFailure.usage(name + " needs a value");
        }
      }
      return options;
    }

    private void put(String name, String value) throws DeadLetterFailure {
      if (values.put(name, value) != null) {
        throw DeadLetterFailure.usage(name + " is given twice");
      }
    }

    Optional<String> take(String name) {
      return Optional.ofNullable(values.remove(name));
    }

    boolean has(String name) {
      return switches.remove(name);
    }

    List<LetterId> ids() throws DeadLetterFailure {
      Set<LetterId> ids = new LinkedHashSet<>();
      for (String word : words) {
        ids.add(
            LetterId.parse(word)
                .orElseThrow(
                    () ->
                        DeadLetterFailure.usage(
                            word + " is not an ID as list prints it, such as 0-12")));
      }
      return List.copyOf(ids);
    }

    void requireNoWords(String command) throws DeadLetterFailure {
      if (!words.isEmpty()) {
        throw DeadLetterFailure.usage(command + " does not take " + words.getFirst());
      }
    }

    void requireAllTaken(String command) throws DeadLetterFailure {
      Set<String> left = new LinkedHashSet<>(values.keySet());
      left.addAll(switches);
      for (String option : left) {
        throw DeadLetterFailure.usage(command + " does not take " + option);
      }
    }
  }
}
