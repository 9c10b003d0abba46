package dev.assent.standalone.administration;

import dev.assent.schemas.serde.SchemaRegistration;
import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.SettingsReader;
import dev.assent.standalone.canary.CanaryApplication;
import dev.assent.standalone.cluster.TopicCreation;
import dev.assent.standalone.deadletters.DeadLetterFailure;
import dev.assent.standalone.deadletters.DeadLettersCommand;
import dev.assent.standalone.process.StartFailure;
import dev.assent.standalone.protection.Rights;
import dev.assent.standalone.status.StatusCommand;
import dev.assent.standalone.trial.TrialCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Main class of {@code assent-admin}. */
public final class AdministrationApplication {
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_USAGE = 2;
  private static final String USAGE =
      """
      assent-admin prepare       create the topics and register the schemas, both as far as they are missing
      assent-admin topics        create the topics
      assent-admin schemas       register the schemas
                                 each with --kafka.bootstrap.servers=HOST:PORT --schema.registry.url=URL
                                 and, if wanted, --partitions=12 --replication.factor=3
      assent-admin acl           grant every principal the rights of docs/reference/acl.md that are missing, as
                                 somebody who may alter the cluster; with --principal.processor=NAME and so
                                 on where the users are not called assent-processor and so on
      assent-admin secrets DIRECTORY
                                 make the secrets that the services share, as far as they are missing
      assent-admin dead-letters  list, show and replay; without arguments it says how
      assent-admin status        how a running system does; --once --processor URL --ingress URL --connectors URL
      assent-admin canary        have an operation approved and one declined every minute; see
                                 docs/reference/canary.md
      assent-admin trial-cluster DIRECTORY PORT
                                 run a broker at PORT and a registry at PORT + 2 on loopback, unprotected, for
                                 a trial run""";

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  AdministrationApplication(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** Runs a command. Exits with 1 where it fails and with 2 where it was called wrongly. */
  public static void main(String[] arguments) {
    int status =
        new AdministrationApplication(System.getenv(), System.out, System.err)
            .run(Arrays.asList(arguments));
    if (status != 0) {
      System.exit(status);
    }
  }

  int run(List<String> arguments) {
    String command = arguments.isEmpty() ? "" : arguments.getFirst();
    List<String> rest = arguments.stream().skip(1).toList();
    try {
      return switch (command) {
        case "prepare" -> {
          AdministrationSettings settings = settings(rest);
          createTopics(settings);
          registerSchemas(settings);
          yield 0;
        }
        case "topics" -> {
          createTopics(settings(rest));
          yield 0;
        }
        case "schemas" -> {
          registerSchemas(settings(rest));
          yield 0;
        }
        case "acl" -> {
          grantRights(settings(rest));
          yield 0;
        }
        case "secrets" -> makeSecrets(rest);
        case "dead-letters" -> {
          new DeadLettersCommand(cluster(), out, err).run(rest);
          yield 0;
        }
        case "status" -> new StatusCommand(Optional.empty(), out, err).run(rest);
        case "canary" -> runCanary(rest);
        case "trial-cluster" -> runTrialCluster(rest);
        default -> usage();
      };
    } catch (InvalidSettingsException invalid) {
      err.println("assent-admin: " + invalid.getMessage());
      return EXIT_USAGE;
    } catch (DeadLetterFailure failure) {
      err.println(failure.getMessage());
      return failure.exitStatus();
    } catch (ExecutionException failure) {
      return failed(failure.getCause());
    } catch (StartFailure | IOException | KafkaException | IllegalStateException failure) {
      return failed(failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return EXIT_FAILED;
    }
  }

  private int failed(Throwable why) {
    err.println("assent-admin: " + why.getMessage());
    return EXIT_FAILED;
  }

  private int usage() {
    err.println(USAGE);
    return EXIT_USAGE;
  }

  private AdministrationSettings settings(List<String> arguments) {
    return AdministrationSettings.from(
        SettingsReader.of(arguments.toArray(String[]::new), environment));
  }

  /** The cluster that the environment names, if it does; arguments name another. */
  private Optional<Map<String, Object>> cluster() {
    boolean named =
        environment.containsKey(SettingsReader.ENVIRONMENT_PREFIX + "KAFKA_BOOTSTRAP_SERVERS");
    return named ? Optional.of(settings(List.of()).clients()) : Optional.empty();
  }

  private void createTopics(AdministrationSettings settings)
      throws StartFailure, ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(settings.clients())) {
      int created = new TopicCreation(admin, settings.partitions(), settings.replicas()).run();
      out.println(created + " topics created");
    }
  }

  private void registerSchemas(AdministrationSettings settings) {
    SchemaRegistration.register(settings.clients());
    out.println("The schemas are registered");
  }

  private void grantRights(AdministrationSettings settings)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(settings.clients())) {
      out.println(new Rights(admin).grant(settings.users()) + " rights granted");
    }
  }

  private int runTrialCluster(List<String> arguments)
      throws IOException, StartFailure, ExecutionException, InterruptedException {
    if (arguments.size() != 2 || !arguments.getLast().matches("[1-9][0-9]{0,4}")) {
      return usage();
    }
    TrialCluster.run(Path.of(arguments.getFirst()), Integer.parseInt(arguments.getLast()), out);
    return 0;
  }

  private int runCanary(List<String> arguments) throws IOException, InterruptedException {
    SettingsReader reader = SettingsReader.of(arguments.toArray(String[]::new), environment);
    try (CanaryApplication canary = new CanaryApplication(reader, out)) {
      canary.run();
    }
    return 0;
  }

  private int makeSecrets(List<String> arguments) throws IOException {
    if (arguments.size() != 1) {
      return usage();
    }
    List<String> made = new FreshSecrets().makeMissing(Path.of(arguments.getFirst()));
    out.println(made.isEmpty() ? "All secrets are there" : "Made " + String.join(", ", made));
    return 0;
  }
}
