package dev.assent.standalone.cluster;

import dev.assent.schemas.access.Principal;
import dev.assent.standalone.broker.BrokerProcess;
import dev.assent.standalone.process.Guarded;
import dev.assent.standalone.process.Readiness;
import dev.assent.standalone.process.ServiceDefinition;
import dev.assent.standalone.protection.Protection;
import dev.assent.standalone.simulator.SimulatorsApplication;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line of each service. Each has a JVM and a class path of its own, because Micronaut
 * makes a bean of whatever it finds on the class path.
 */
final class ServiceDefinitions {
  private static final Duration READY_WITHIN = Duration.ofMinutes(5);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

  private final Installation installation;
  private final LocalSettings settings;
  private final Addresses addresses;
  private final Path viewToken;
  private final Path administrationKey;
  private final Path vaultKey;
  private final SigningStore signingStore;
  private final Simulators simulators;

  ServiceDefinitions(
      Installation installation,
      LocalSettings settings,
      Addresses addresses,
      Path viewToken,
      Path administrationKey,
      Path vaultKey,
      SigningStore signingStore,
      Simulators simulators) {
    this.installation = installation;
    this.settings = settings;
    this.addresses = addresses;
    this.viewToken = viewToken;
    this.administrationKey = administrationKey;
    this.vaultKey = vaultKey;
    this.signingStore = signingStore;
    this.simulators = simulators;
  }

  ServiceDefinition definition(Instance instance) {
    return switch (instance.service()) {
      case BROKER -> broker(instance);
      case REGISTRY -> registry(instance);
      case PROCESSOR -> processor(instance);
      case SIMULATORS -> simulators(instance);
      case CONNECTORS -> connectors(instance);
      case INGRESS -> ingress(instance);
    };
  }

  private ServiceDefinition broker(Instance instance) {
    return define(
        instance,
        Readiness.line(logFile(instance), BrokerProcess.READY),
        List.of(
            settings.instances().brokers() == 1 ? "-Xmx768m" : "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Dlogback.configurationFile=logback-broker.xml"),
        installation.classPath("standalone"),
        with(
            List.of(
                BrokerProcess.class.getName(),
                settings.stateDirectory().resolve(instance.key()).toString(),
                Addresses.HOST,
                Integer.toString(settings.ports().number(Ports.Use.BROKER, instance.number())),
                settings.ports().all(Ports.Use.CONTROLLER).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(",")),
                Integer.toString(instance.number())),
            found -> List.of(found.brokerSettings().toString())));
  }

  private ServiceDefinition registry(Instance instance) {
    Path data = settings.stateDirectory().resolve("registry").resolve("registry");
    URI management = Addresses.http(settings.ports(), Ports.Use.REGISTRY_MANAGEMENT);
    return define(
        instance,
        Readiness.http(management.resolve("/health/ready")),
        with(
            List.of(
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-Dquarkus.http.host=" + Addresses.HOST,
                "-Dquarkus.management.host=" + Addresses.HOST,
                "-Dquarkus.management.port=" + management.getPort(),
                "-Dapicurio.rules.global.compatibility=BACKWARD",
                "-Dapicurio.datasource.url=jdbc:h2:file:" + data,
                "-Dapicurio.datasource.jdbc.initial-size=1",
                "-Dapicurio.datasource.jdbc.min-size=1",
                "-Dquarkus.http.%s=%d"
                    .formatted(
                        addresses.protection().isPresent() ? "ssl-port" : "port",
                        settings.ports().number(Ports.Use.REGISTRY))),
            Protection::registryProperties),
        installation.registry().resolve("quarkus-run.jar").toString(),
        List.of("io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
  }

  private ServiceDefinition processor(Instance instance) {
    URI listens = http(Ports.Use.PROCESSOR, instance);
    return define(
        instance,
        Readiness.http(listens.resolve("/health/readiness")),
        List.of(
            settings.instances().processors() == 1 ? "-Xmx768m" : "-Xmx512m", "-XX:+UseParallelGC"),
        installation.classPath("processor"),
        with(
            List.of(
                "dev.assent.processor.application.ProcessorApplication",
                "--kafka.bootstrap.servers=" + addresses.bootstrapServers(),
                "--schema.registry.url=" + addresses.schemaRegistry(),
                "--stream.threads=" + settings.streamThreads(),
                "--standby.replicas=" + settings.instances().standbys(),
                "--replication.factor=" + settings.instances().brokers(),
                "--state.directory=" + settings.stateDirectory().resolve(instance.key()),
                "--http.host=" + Addresses.HOST,
                "--http.port=" + listens.getPort(),
                "--view.token.file=" + viewToken,
                "--vault.key.file=" + vaultKey,
                "--signing.store.file=" + signingStore.file(),
                "--signing.store.pin.file=" + signingStore.pin()),
            found -> found.arguments(Principal.PROCESSOR)));
  }

  private ServiceDefinition simulators(Instance instance) {
    // The one that is started last is ready when all are.
    URI last = Addresses.http(settings.ports(), Ports.Use.SMART_ID);
    return define(
        instance,
        Readiness.http(last.resolve("/simulator/prompts")),
        List.of("-Xmx192m", "-XX:+UseSerialGC", "-Dlogback.configurationFile=logback-broker.xml"),
        installation.classPath("standalone"),
        List.of(
            SimulatorsApplication.class.getName(),
            "--authority.file=" + simulators.authorityFile(),
            "--mobile-service.port=" + settings.ports().number(Ports.Use.MOBILE_SERVICE),
            "--idp.port=" + settings.ports().number(Ports.Use.BANK_IDP),
            "--mobile-id.port=" + settings.ports().number(Ports.Use.MOBILE_ID),
            "--smart-id.port=" + settings.ports().number(Ports.Use.SMART_ID),
            "--phone.delay=" + Simulators.PHONE_DELAY));
  }

  private ServiceDefinition connectors(Instance instance) {
    URI listens = http(Ports.Use.CONNECTORS, instance);
    // The first has the name that it had when there was never a second.
    String webhooks = instance.number() == 1 ? "webhooks" : "webhooks-" + instance.number();
    return define(
        instance,
        Readiness.http(listens.resolve("/health/readiness")),
        List.of("-Xmx256m", "-XX:+UseSerialGC"),
        installation.classPath("connectors"),
        with(
            List.of(
                "dev.assent.connectors.application.ConnectorsApplication",
                "--settings=" + settings.connectorSettings(),
                "--kafka.bootstrap.servers=" + addresses.bootstrapServers(),
                "--schema.registry.url=" + addresses.schemaRegistry(),
                "--http.host=" + Addresses.HOST,
                "--http.port=" + listens.getPort(),
                "--vault.key.file=" + vaultKey,
                "--webhook.replication.factor=" + settings.instances().brokers(),
                "--webhook.state.directory=" + settings.stateDirectory().resolve(webhooks),
                "--webhook.loopback=true"),
            found ->
                append(
                    found.arguments(Principal.CONNECTORS),
                    List.of(
                        found.partArgument("webhook", Principal.WEBHOOKS),
                        found.partArgument("push", Principal.PUSH)))));
  }

  private ServiceDefinition ingress(Instance instance) {
    URI listens = addresses.ingress(settings.ports().number(Ports.Use.INGRESS, instance.number()));
    return define(
        instance,
        Readiness.http(listens.resolve("/health/readiness"), addresses.protection()),
        List.of("-Xmx512m", "-XX:+UseParallelGC"),
        installation.classPath("api-ingress"),
        with(
            List.of(
                "dev.assent.ingress.application.IngressApplication",
                "--kafka.bootstrap.servers=" + addresses.bootstrapServers(),
                "--schema.registry.url=" + addresses.schemaRegistry(),
                "--http.host=" + Addresses.HOST,
                "--http.port=" + listens.getPort(),
                "--view.url=" + views(),
                "--view.token.file=" + viewToken,
                "--administration.key.file=" + administrationKey,
                "--vault.key.file=" + vaultKey,
                "--webhook.loopback=true"),
            found -> append(found.arguments(Principal.INGRESS), found.ingressArguments())));
  }

  /** What a protected service takes besides. */
  private List<String> with(List<String> usual, Function<Protection, List<String>> more) {
    return append(usual, addresses.protection().map(more).orElse(List.of()));
  }

  private static List<String> append(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private String views() {
    return settings.ports().all(Ports.Use.PROCESSOR).stream()
        .map(port -> Addresses.http(port).toString())
        .collect(Collectors.joining(","));
  }

  private URI http(Ports.Use use, Instance instance) {
    return Addresses.http(settings.ports().number(use, instance.number()));
  }

  private ServiceDefinition define(
      Instance instance,
      Readiness readiness,
      List<String> jvmOptions,
      String classPath,
      List<String> mainClassAndArguments) {
    List<String> command = new ArrayList<>();
    command.add(installation.java().toString());
    command.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath + File.pathSeparator + installation.guardClasses()));
    command.add(Guarded.class.getName());
    command.addAll(mainClassAndArguments);
    return new ServiceDefinition(
        instance.title(),
        instance.key(),
        command,
        readiness,
        logFile(instance),
        READY_WITHIN,
        STOP_WITHIN);
  }

  private Path logFile(Instance instance) {
    return settings.logDirectory().resolve(instance.key() + ".log");
  }
}
