package dev.assent.standalone.deadletters;

import dev.assent.schemas.serde.RegistryUnavailableException;
import dev.assent.standalone.deadletters.Replays.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** {@code dead-letters}: lists letters, shows one, or sends records again. */
public final class DeadLettersCommand {
  private final Optional<Map<String, Object>> runningSystem;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param runningSystem how to reach the local broker and registry; nothing where none runs
   * @param out takes what was asked for
   * @param err takes notes and refusals
   */
  public DeadLettersCommand(
      Optional<Map<String, Object>> runningSystem, PrintStream out, PrintStream err) {
    this.runningSystem = runningSystem;
    this.out = out;
    this.err = err;
  }

  /**
   * Carries out one command.
   *
   * @param arguments what follows {@code dead-letters} on the command line
   * @throws DeadLetterFailure where it is not or not wholly done
   */
  public void run(List<String> arguments) throws DeadLetterFailure, InterruptedException {
    DeadLetterArguments parsed = DeadLetterArguments.parse(arguments);
    Map<String, Object> configuration = configuration(parsed);
    try {
      switch (parsed.request()) {
        case Request.ListLetters list -> list(list, configuration);
        case Request.ShowLetter show -> show(show, configuration);
        case Request.ReplayThese these -> replay(these, configuration);
        case Request.ReplayAll all -> replayAll(all, configuration);
      }
    } catch (RegistryUnavailableException unreachable) {
      throw new DeadLetterFailure(unreachable.getMessage(), unreachable);
    } catch (KafkaException failure) {
      throw new DeadLetterFailure(
          "Kafka at %s: %s"
              .formatted(
                  configuration.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG),
                  failure.getCause() == null
                      ? failure.getMessage()
                      : failure.getCause().getMessage()),
          failure);
    }
  }

  private Map<String, Object> configuration(DeadLetterArguments parsed) throws DeadLetterFailure {
    Map<String, Object> configuration = new HashMap<>();
    if (parsed.bootstrap().isPresent()) {
      configuration.put(
          CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, parsed.bootstrap().orElseThrow());
      configuration.put("schema.registry.url", parsed.registry().orElseThrow());
    } else {
      configuration.putAll(
          runningSystem.orElseThrow(
              () ->
                  new DeadLetterFailure(
                      "Nothing is running: start it with ./assent up, or name another cluster with"
                          + " --bootstrap HOST:PORT --registry URL")));
    }
    if (parsed.clientSettings().isPresent()) {
      properties(parsed.clientSettings().get())
          .forEach((name, value) -> configuration.put((String) name, value));
    }
    return configuration;
  }

  private static Properties properties(Path file) throws DeadLetterFailure {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      return properties;
    } catch (IOException unreadable) {
      throw new DeadLetterFailure("Cannot read " + unreadable.getMessage());
    }
  }

  private void list(Request.ListLetters request, Map<String, Object> configuration)
      throws DeadLetterFailure, InterruptedException {
    try (Cluster cluster = new Cluster(configuration)) {
      Letters letters =
          new LetterLog(cluster, configuration)
              .read(request.selection()::includes, request.limit());
      Set<Place> retained =
          new Origins(cluster).retained(letters.found().stream().map(Letter::place).toList());
      LetterPrinter printer = new LetterPrinter(out);
      for (Letter letter : letters.found()) {
        boolean isRetained = retained.contains(letter.place());
        if (request.json()) {
          printer.json(letter, isRetained, letters.replayOf(letter));
        } else {
          printer.line(letter, isRetained, letters.replayOf(letter));
        }
      }
      if (letters.found().isEmpty()) {
        err.println("No dead letters.");
      }
      if (letters.leftOut() > 0) {
        err.println(letters.leftOut() + " older ones are left out: --limit N shows more");
      }
      if (letters.unreadable() > 0) {
        err.println(letters.unreadable() + " records of the topic are no dead letters");
      }
    }
  }

  private void show(Request.ShowLetter request, Map<String, Object> configuration)
      throws DeadLetterFailure, InterruptedException {
    try (Cluster cluster = new Cluster(configuration)) {
      Letters letters =
          new LetterLog(cluster, configuration).read(letter -> letter.id().equals(request.id()), 1);
      Letter letter = find(letters, request.id());
      Optional<Place> replay = letters.replayOf(letter);
      Origins origins = new Origins(cluster);
      boolean retained = origins.retained(Set.of(letter.place())).contains(letter.place());
      LetterPrinter printer = new LetterPrinter(out);
      printer.letter(letter, retained, replay);
      Optional<ConsumerRecord<byte[], byte[]>> origin =
          retained ? origins.read(letter.place()) : Optional.empty();
      Optional<ValueCheck> check =
          origin.flatMap(
              record ->
                  ReplayRules.find(record.topic())
                      .map(topic -> ValueCheck.of(topic, record.value(), configuration)));
      check.ifPresent(found -> printer.origin(origin.get(), found));
      printer.replayable(
          switch (new Replays(origins).check(letter, replay, false)) {
            case Verdict.Possible _ -> Optional.empty();
            case Verdict.Refused(String why) -> Optional.of(why);
          });
      if (request.reveal()) {
        check.ifPresent(found -> printer.content(origin.get(), found));
      }
    }
  }

  private void replay(Request.ReplayThese request, Map<String, Object> configuration)
      throws DeadLetterFailure, InterruptedException {
    try (ReplayProducer producer = new ReplayProducer(configuration);
        Cluster cluster = new Cluster(configuration)) {
      Set<LetterId> ids = Set.copyOf(request.ids());
      Letters letters =
          new LetterLog(cluster, configuration)
              .read(letter -> ids.contains(letter.id()), ids.size());
      Plan plan = new Plan(new Replays(new Origins(cluster)), letters, request.again());
      for (LetterId id : request.ids()) {
        plan.add(find(letters, id));
      }
      plan.refusals().forEach(err::println);
      if (!plan.refusals().isEmpty()) {
        throw new DeadLetterFailure("Nothing was sent.");
      }
      if (request.mended().isPresent()) {
        plan.mend(request.mended().get(), configuration);
      }
      send(plan, producer);
    }
  }

  private void replayAll(Request.ReplayAll request, Map<String, Object> configuration)
      throws DeadLetterFailure, InterruptedException {
    try (ReplayProducer producer = new ReplayProducer(configuration);
        Cluster cluster = new Cluster(configuration)) {
      Letters letters =
          new LetterLog(cluster, configuration)
              .read(request.selection()::includes, Integer.MAX_VALUE);
      Plan plan = new Plan(new Replays(new Origins(cluster)), letters, false);
      for (Letter letter : letters.found()) {
        plan.add(letter);
      }
      plan.refusals().forEach(err::println);
      send(plan, producer);
    }
  }

  private void send(Plan plan, ReplayProducer producer)
      throws DeadLetterFailure, InterruptedException {
    int sent = 0;
    for (Replay replay : plan.replays()) {
      Place place = producer.send(replay);
      out.println(replay.letter().id() + ": replayed as " + place);
      sent++;
    }
    out.println(sent + " sent, " + plan.refusals().size() + " left out");
  }

  private static Letter find(Letters letters, LetterId id) throws DeadLetterFailure {
    return letters.found().stream()
        .filter(letter -> letter.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new DeadLetterFailure("There is no dead letter " + id));
  }
}
