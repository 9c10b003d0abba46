package dev.assent.standalone.cluster;

import dev.assent.schemas.access.Principal;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.serde.RegistryUnavailableException;
import dev.assent.schemas.serde.SchemaRegistration;
import dev.assent.standalone.process.PrivateFile;
import dev.assent.standalone.process.Progress;
import dev.assent.standalone.process.RunFiles;
import dev.assent.standalone.process.ServiceProcess;
import dev.assent.standalone.process.StartFailure;
import dev.assent.standalone.protection.Protection;
import dev.assent.standalone.protection.Rights;
import dev.assent.standalone.simulator.authority.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * All of Assent on this machine, in processes of its own. Closing it stops every process in reverse
 * order; the state directory stays and can be started again.
 *
 * <p>Barrier: once {@link #close} has begun no process is started any more, so that a Ctrl-C in the
 * middle of a start leaves nothing behind.
 */
public final class LocalAssent implements AutoCloseable {
  /** The id of the key in the administration's log. */
  private static final String ADMINISTRATOR = "local";

  private static final String VAULT_KEY_ID = "k1";

  /** Each bounded to some seconds by the registry's client. */
  private static final int SCHEMA_TRIES = 6;

  private final LocalSettings settings;
  private final Progress progress;
  private final Addresses addresses;
  private final Path viewToken;
  private final Installation installation;
  private final SigningStore signingStore;
  private final Simulators simulators;

  /** In the order in which they start. */
  private final SequencedMap<Instance, ServiceProcess> processes = new LinkedHashMap<>();

  private final Object closing = new Object();
  private boolean closeBegan;
  private boolean closed;
  private DemoTenant demoTenant;

  /** An Assent that is not started yet. */
  public LocalAssent(Installation installation, LocalSettings settings, Progress progress) {
    this(installation, settings, progress, Optional.empty());
  }

  /** The same with TLS everywhere, and one principal for each service. */
  public static LocalAssent secured(
      Installation installation, LocalSettings settings, Progress progress) {
    return new LocalAssent(
        installation,
        settings,
        progress,
        Optional.of(new Protection(settings.stateDirectory().resolve("protection"))));
  }

  private LocalAssent(
      Installation installation,
      LocalSettings settings,
      Progress progress,
      Optional<Protection> protection) {
    this.settings = settings;
    this.progress = progress;
    this.addresses = Addresses.of(settings, protection);
    this.viewToken = settings.stateDirectory().resolve("view-token");
    this.installation = installation;
    this.signingStore = SigningStore.in(settings.stateDirectory());
    this.simulators = new Simulators(settings);
    ServiceDefinitions definitions =
        new ServiceDefinitions(
            installation,
            settings,
            addresses,
            viewToken,
            administrationKeyFile(),
            vaultKeyFile(),
            signingStore,
            simulators);
    RunFiles runFiles = new RunFiles(settings.runDirectory());
    for (Instance instance : Instance.all(settings)) {
      processes.put(instance, new ServiceProcess(definitions.definition(instance), runFiles));
    }
  }

  /**
   * Starts everything in the directory on free ports: what an end-to-end test wants.
   *
   * @throws StartFailure where something does not start; then nothing is left running
   */
  public static LocalAssent temporary(Path directory) throws StartFailure, InterruptedException {
    return started(LocalSettings.temporary(directory));
  }

  /**
   * Starts everything with these settings.
   *
   * @throws StartFailure where something does not start; then nothing is left running
   */
  public static LocalAssent started(LocalSettings settings)
      throws StartFailure, InterruptedException {
    LocalAssent assent = new LocalAssent(Installation.find(), settings, Progress.SILENT);
    assent.startInfrastructure();
    assent.startServices();
    return assent;
  }

  /**
   * Starts brokers and registry, creates the topics, registers the schemas and makes the demo
   * tenant.
   *
   * @throws StartFailure where something does not start; then nothing is left running
   */
  public void startInfrastructure() throws StartFailure, InterruptedException {
    orNothing(
        () -> {
          PrivateFile.createDirectory(settings.stateDirectory());
          settings.requireSameBrokers();
          if (addresses.protection().isPresent()) {
            addresses
                .protection()
                .get()
                .prepare(
                    Addresses.HOST,
                    settings.ports().number(Ports.Use.BROKER),
                    settings.ports().number(Ports.Use.CONTROLLER));
          }
          Together.run(
              List.of(
                  () -> {
                    startAll(Service.BROKER);
                    if (addresses.protection().isPresent()) {
                      progress.step("rights", this::grantRights);
                    }
                    progress.step("topics", this::createTopics);
                    return null;
                  },
                  () -> {
                    start(Service.REGISTRY);
                    progress.step("schemas", this::registerSchemas);
                    return null;
                  }));
          progress.step("demo tenant", this::ensureDemoTenant);
        });
  }

  /**
   * Starts processor, ingress, simulators and connectors; the infrastructure must run.
   *
   * @throws StartFailure where something does not start; then nothing is left running
   */
  public void startServices() throws StartFailure, InterruptedException {
    orNothing(
        () -> {
          PrivateFile.write(viewToken, FreshSecret.token());
          if (!Files.exists(administrationKeyFile())) {
            PrivateFile.write(administrationKeyFile(), ADMINISTRATOR + "." + FreshSecret.token());
          }
          // Kept as long as the state is: what it encrypted is unreadable without it.
          if (!Files.exists(vaultKeyFile())) {
            PrivateFile.write(vaultKeyFile(), VAULT_KEY_ID + ":" + FreshSecret.key());
          }
          simulators.configureConnectors();
          signingStore.ensure(installation, demoTenant().tenant(), FreshSecret.token());
          Together.run(
              List.of(
                  () -> {
                    startAll(Service.PROCESSOR);
                    return null;
                  },
                  () -> {
                    startAll(Service.INGRESS);
                    return null;
                  },
                  () -> {
                    start(Service.SIMULATORS);
                    startAll(Service.CONNECTORS);
                    return null;
                  }));
        });
  }

  /**
   * Starts the first instance of a service and waits until it is ready.
   *
   * @throws StartFailure where it does not become ready, or this Assent is being closed
   */
  public void start(Service service) throws StartFailure, InterruptedException {
    start(service, 1);
  }

  /**
   * Starts one instance of a service and waits until it is ready.
   *
   * @param number 1 and up
   * @throws StartFailure where it does not become ready, or this Assent is being closed
   */
  public void start(Service service, int number) throws StartFailure, InterruptedException {
    Instance instance = new Instance(service, number);
    long began = System.nanoTime();
    progress.began(instance.title());
    ServiceProcess process = processes.get(instance);
    synchronized (processes) {
      if (closeBegan) {
        throw new StartFailure("Stopped before everything was started");
      }
      process.start();
    }
    process.awaitReady();
    progress.ended(
        instance.title(),
        "ready at " + address(instance),
        Duration.ofNanos(System.nanoTime() - began));
  }

  private void startAll(Service service) throws Exception {
    List<Callable<Void>> starts = new ArrayList<>();
    for (Instance instance : Instance.all(settings, service)) {
      starts.add(
          () -> {
            start(service, instance.number());
            return null;
          });
    }
    Together.run(starts);
  }

  /** The first process of a service, to stop or kill; {@link #start} starts it on the same port. */
  public ServiceProcess process(Service service) {
    return process(service, 1);
  }

  /**
   * One process of a service, to stop or kill; {@link #start} starts it again on the same port.
   *
   * @param number 1 and up
   */
  public ServiceProcess process(Service service, int number) {
    return processes.get(new Instance(service, number));
  }

  /** Where the services listen. */
  public Addresses addresses() {
    return addresses;
  }

  /** Where each ingress listens. */
  public List<URI> ingresses() {
    return settings.ports().all(Ports.Use.INGRESS).stream().map(addresses::ingress).toList();
  }

  /** Where each processor listens. */
  public List<URI> processors() {
    return settings.ports().all(Ports.Use.PROCESSOR).stream().map(Addresses::http).toList();
  }

  /** Where everything is kept. */
  public LocalSettings settings() {
    return settings;
  }

  /** The demo tenant with its API keys, once the infrastructure is started. */
  public DemoTenant demoTenant() {
    if (demoTenant == null) {
      throw new IllegalStateException("the infrastructure is not started");
    }
    return demoTenant;
  }

  /** The file that keeps the demo tenant's API keys. */
  public Path demoTenantFile() {
    return settings.stateDirectory().resolve("demo-tenant.properties");
  }

  /** The file that holds the key of whoever administers tenants, and nothing else. */
  public Path administrationKeyFile() {
    return settings.stateDirectory().resolve("administration-key");
  }

  private Path vaultKeyFile() {
    return settings.stateDirectory().resolve("vault-key");
  }

  /** What a Kafka client and its serde need to reach broker and registry. */
  public Map<String, Object> clientConfiguration() {
    return addresses.clientConfiguration();
  }

  /**
   * Completes with one line for people when nothing is left of a started service that nobody
   * stopped or killed through this object; of three brokers two must be left.
   *
   * @param survived takes the line where enough others of its kind go on
   */
  public CompletableFuture<String> firstUnexpectedEnd(Consumer<String> survived) {
    return new UnexpectedEnds(settings.instances()).watch(processes, survived);
  }

  /** Stops every process in reverse order; returns when none is left. */
  @Override
  public void close() {
    synchronized (processes) {
      closeBegan = true;
    }
    synchronized (closing) {
      if (closed) {
        return;
      }
      processes.reversed().forEach(this::stop);
      closed = true;
    }
  }

  private void stop(Instance instance, ServiceProcess process) {
    try {
      boolean ran = process.isRunning();
      long began = System.nanoTime();
      process.stop();
      if (ran) {
        progress.ended(instance.title(), "stopped", Duration.ofNanos(System.nanoTime() - began));
      }
    } catch (InterruptedException _) {
      // Nobody can wait any more, but nothing may be left behind either.
      process.killNow();
      Thread.currentThread().interrupt();
    }
  }

  private String grantRights() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(addresses.grantingClients())) {
      int granted = new Rights(admin).grant(Map.of());
      return granted == 0 ? "all there" : granted + " granted";
    }
  }

  private Map<String, Object> administration() {
    return addresses.clientConfiguration(Principal.ADMINISTRATION);
  }

  private String createTopics() throws Exception {
    try (Admin admin = Admin.create(administration())) {
      int created = new TopicCreation(admin, settings.partitions()).run();
      return created == 0 ? "all there" : created + " created";
    }
  }

  private String registerSchemas() {
    // a registry that has just started can be too busy with itself to answer its first questions
    int tries = SCHEMA_TRIES;
    while (!registered(tries == 1)) {
      tries--;
    }
    long count =
        Arrays.stream(Topic.values()).filter(topic -> topic.valueSchema().isPresent()).count();
    return count + " registered";
  }

  private boolean registered(boolean last) {
    try {
      SchemaRegistration.register(administration());
      return true;
    } catch (RegistryUnavailableException e) {
      if (last) {
        throw e;
      }
      return false;
    }
  }

  private String ensureDemoTenant() throws IOException, ExecutionException, InterruptedException {
    boolean known = Files.exists(demoTenantFile());
    boolean believes = Files.exists(simulators.authorityFile());
    TestAuthority authority =
        believes ? TestAuthority.read(simulators.authorityFile()) : TestAuthority.create();
    TenantTopic topic = new TenantTopic(administration());
    if (!known) {
      demoTenant = DemoTenant.create(demoTenantFile(), topic, authority.root());
    } else {
      demoTenant = DemoTenant.read(demoTenantFile());
      if (!believes) {
        demoTenant.believe(topic, authority.root());
      }
    }
    // Kept last: as long as it is not there, nobody believes in it yet.
    if (!believes) {
      authority.keep(simulators.authorityFile());
    }
    return known ? "known, keys in " + demoTenantFile() : "made, keys in " + demoTenantFile();
  }

  private String address(Instance instance) {
    return switch (instance.service()) {
      case BROKER ->
          Addresses.HOST + ":" + settings.ports().number(Ports.Use.BROKER, instance.number());
      case REGISTRY -> addresses.schemaRegistry().toString();
      case PROCESSOR -> http(Ports.Use.PROCESSOR, instance);
      case SIMULATORS ->
          "%s, %s, %s, %s"
              .formatted(
                  addresses.mobileService(),
                  addresses.identityProvider(),
                  Addresses.http(settings.ports(), Ports.Use.MOBILE_ID),
                  Addresses.http(settings.ports(), Ports.Use.SMART_ID));
      case CONNECTORS -> http(Ports.Use.CONNECTORS, instance);
      case INGRESS ->
          addresses
              .ingress(settings.ports().number(Ports.Use.INGRESS, instance.number()))
              .toString();
    };
  }

  private String http(Ports.Use use, Instance instance) {
    return Addresses.http(settings.ports().number(use, instance.number())).toString();
  }

  private void orNothing(Step step) throws StartFailure, InterruptedException {
    boolean done = false;
    try {
      step.run();
      done = true;
    } catch (StartFailure | InterruptedException | RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new StartFailure("Assent could not be started: " + failure.getMessage(), failure);
    } finally {
      if (!done) {
        close();
      }
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }
}
