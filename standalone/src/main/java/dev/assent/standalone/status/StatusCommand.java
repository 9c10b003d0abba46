package dev.assent.standalone.status;

import dev.assent.standalone.cluster.Addresses;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code status}: one screen that tells how the running system does. It needs no credentials: what
 * it shows is what the services show to anybody who reaches them.
 */
public final class StatusCommand {
  /** Something is out of its limits, or a service does not answer. */
  public static final int EXIT_NOT_WELL = 1;

  /** Called wrongly. */
  public static final int EXIT_USAGE = 2;

  private static final Duration PERIOD = Duration.ofSeconds(2);
  private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";
  private static final Map<String, String> SERVICES =
      Map.of("--processor", "processor", "--ingress", "ingress", "--connectors", "connectors");
  private static final String USAGE =
      """
      status [--once] [--processor URL]... [--ingress URL]... [--connectors URL]...
      without a URL: the system that ./assent up started. With --once it is shown once, and the exit status
      is 0 where all is well and 1 where something is not.""";

  private final Optional<Addresses> running;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param running where the local system listens, and what it is to be trusted by; nothing where
   *     none runs
   */
  public StatusCommand(Optional<Addresses> running, PrintStream out, PrintStream err) {
    this.running = running;
    this.out = out;
    this.err = err;
  }

  /**
   * Shows the screen once, or until the process is ended.
   *
   * @return the exit status
   */
  public int run(List<String> arguments) throws InterruptedException {
    boolean once = false;
    List<ServiceAddress> named = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String[] option = arguments.get(i).split("=", 2);
      if (option[0].equals("--once") && option.length == 1) {
        once = true;
      } else if (SERVICES.containsKey(option[0])
          && (option.length == 2 || ++i < arguments.size())) {
        String url = option.length == 2 ? option[1] : arguments.get(i);
        if (!url.matches("https?://\\S+")) {
          return usage();
        }
        named.add(new ServiceAddress(SERVICES.get(option[0]), URI.create(url)));
      } else {
        return usage();
      }
    }
    List<ServiceAddress> services =
        named.isEmpty() ? running.map(StatusCommand::services).orElse(List.of()) : named;
    if (services.isEmpty()) {
      err.println("Nothing is running: start it with ./assent up first, or name its services");
      return EXIT_NOT_WELL;
    }
    try (ServiceQuestions questions =
        new ServiceQuestions(running.flatMap(Addresses::protection))) {
      while (!once) {
        StatusScreen screen = look(questions, services);
        out.print(CLEAR);
        screen.lines().forEach(out::println);
        out.flush();
        TimeUnit.MILLISECONDS.sleep(PERIOD.toMillis());
      }
      StatusScreen screen = look(questions, services);
      screen.lines().forEach(out::println);
      return screen.isWell() ? 0 : EXIT_NOT_WELL;
    }
  }

  private static List<ServiceAddress> services(Addresses addresses) {
    return List.of(
        new ServiceAddress("processor", addresses.processor()),
        new ServiceAddress("ingress", addresses.ingress()),
        new ServiceAddress("connectors", addresses.connectors()));
  }

  private static StatusScreen look(ServiceQuestions questions, List<ServiceAddress> services)
      throws InterruptedException {
    List<ServiceReport> reports = new ArrayList<>();
    for (ServiceAddress service : services) {
      reports.add(questions.ask(service));
    }
    return new StatusScreen(reports, Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private int usage() {
    err.println(USAGE);
    return EXIT_USAGE;
  }
}
