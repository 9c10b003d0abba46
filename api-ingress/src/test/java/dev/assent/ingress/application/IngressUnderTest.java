package dev.assent.ingress.application;

import dev.assent.ingress.audit.AdministrationAudit;
import dev.assent.ingress.authentication.Authentication;
import dev.assent.ingress.authentication.BearerRules;
import dev.assent.ingress.authentication.KeySetSource;
import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.gateway.Outcome;
import dev.assent.ingress.limit.Limits;
import dev.assent.ingress.openapi.ContractCheck;
import dev.assent.ingress.openapi.Documents;
import dev.assent.ingress.service.MobileSignatures;
import dev.assent.ingress.service.OcraSecrets;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.PushAddresses;
import dev.assent.ingress.service.WebhookSecrets;
import dev.assent.ingress.settings.DrainSettings;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.ingress.settings.IngressSettings.WaitSettings;
import dev.assent.ingress.settings.LimitSettings;
import dev.assent.ingress.tenant.AdministratorKeys;
import dev.assent.ingress.tenant.FakeTenantLog;
import dev.assent.ingress.tenant.OperationQuota;
import dev.assent.ingress.tenant.TenantAdministration;
import dev.assent.ingress.tenant.TenantDirectory;
import dev.assent.ingress.trace.Tracing;
import dev.assent.ingress.waiting.Change;
import dev.assent.ingress.waiting.OperationName;
import dev.assent.ingress.waiting.OperationWaits;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.AuditRecord;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.SigningKeyPage;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.sealing.CancellationKeys;
import dev.assent.schemas.trace.Correlation;
import dev.assent.schemas.vault.MobileVault;
import dev.assent.schemas.vault.OcraVault;
import dev.assent.schemas.vault.PushVault;
import dev.assent.schemas.vault.SecretVault;
import dev.assent.schemas.vault.WebhookVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The HTTP server with all dialects on a processor and a view that the test plays. */
public final class IngressUnderTest implements AutoCloseable {
  /** What the clock says. */
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  /** How long a request waits for its reply. */
  public static final Duration REPLY_TIMEOUT = Duration.ofSeconds(4);

  /** How many waits may be open. */
  public static final int WAITS = 8;

  /** How often a quiet stream of events says that it is alive. */
  public static final Duration HEARTBEAT = Duration.ofMillis(200);

  /** The tenant of the keys below. */
  public static final String TENANT = "demo";

  public static final String BACK_END = "back.key";
  public static final String FRONT_END = "front.key";
  public static final String ADMINISTRATION = "administration.key";

  /** An administrator's key. */
  public static final String ADMINISTRATOR = "root.0123456789012345678901234567890123456789";

  /** A valid key of a tenant that is disabled. */
  public static final String DISABLED = "disabled.key";

  private static final DrainSettings STOPS_AT_ONCE =
      new DrainSettings(Duration.ZERO, Duration.ofSeconds(5));

  /** Limits that no other test meets. */
  public static final LimitSettings GENEROUS =
      new LimitSettings(
          64 * 1024, 8 * 1024, 64, 4 * 1024, Duration.ofSeconds(10), 4_096, 4_096, 0, 0, 0);

  private final HttpClient client;
  private final String scheme;
  private final FakeProcessor processor = new FakeProcessor();
  private final FakeTenantLog tenants;
  private final FakeView view = new FakeView();
  private final FakeAudit audit = new FakeAudit();
  private final Authentication authentication;
  private final OperationWaits waits = new OperationWaits(WAITS);
  private final HttpIngress ingress;
  private final ContractCheck contract;
  private final FakeCondition condition = new FakeCondition();

  /** One that keeps no OCRA secrets. */
  public IngressUnderTest() {
    this(Optional.empty());
  }

  /** One that keeps OCRA secrets and calling numbers in the vault, if there is one. */
  public IngressUnderTest(Optional<SecretVault> vault) {
    this(vault, CancellationKeys.NONE);
  }

  /** One that also opens what devices seal to these keys. */
  public IngressUnderTest(Optional<SecretVault> vault, CancellationKeys cancellationKeys) {
    this(IngressSetup.of(vault, cancellationKeys, GENEROUS, STOPS_AT_ONCE));
  }

  /** One with these limits. */
  public IngressUnderTest(LimitSettings sizes) {
    this(IngressSetup.of(Optional.empty(), CancellationKeys.NONE, sizes, STOPS_AT_ONCE));
  }

  /** One that stops like this. */
  public IngressUnderTest(DrainSettings drain) {
    this(IngressSetup.of(Optional.empty(), CancellationKeys.NONE, GENEROUS, drain));
  }

  /**
   * One that knows callers in other ways.
   *
   * @param schemes the schemes of a dialect by its name, where not its own
   * @param keySource where the keys of issuers are
   * @param client sends the requests
   */
  public IngressUnderTest(
      HttpSettings http,
      Map<String, Set<Scheme>> schemes,
      KeySetSource keySource,
      HttpClient client) {
    this(
        new IngressSetup(
            Optional.empty(),
            CancellationKeys.NONE,
            GENEROUS,
            STOPS_AT_ONCE,
            http,
            schemes,
            keySource,
            client));
  }

  private IngressUnderTest(IngressSetup setup) {
    client = setup.client();
    scheme = setup.http().tls().isPresent() ? "https" : "http";
    Limits limits = new Limits(setup.sizes(), System::nanoTime);
    TenantDirectory directory = new TenantDirectory(InstantSource.fixed(NOW));
    authentication =
        new Authentication(
            setup.schemes(),
            directory,
            AdministratorKeys.parse(ADMINISTRATOR),
            BearerRules.STANDARD,
            setup.keySource(),
            InstantSource.fixed(NOW));
    tenants = new FakeTenantLog(directory);
    resetTenants();
    Operations operations =
        new Operations(
            processor,
            view,
            new OperationQuota(directory, () -> 0),
            limits,
            REPLY_TIMEOUT,
            InstantSource.fixed(NOW));
    ingress =
        HttpIngress.start(
            setup.http(),
            authentication,
            new Services(
                operations,
                waits,
                new OcraSecrets(setup.vault().map(OcraVault::new)),
                new PushAddresses(setup.vault().map(PushVault::new)),
                new WebhookSecrets(setup.vault().map(WebhookVault::new), false),
                new MobileSignatures(operations, setup.vault().map(MobileVault::new), directory),
                setup.cancellationKeys(),
                directory,
                new TenantAdministration(
                    directory,
                    tenants,
                    Duration.ofMillis(200),
                    new AdministrationAudit(audit, InstantSource.fixed(NOW)))),
            condition,
            InstantSource.fixed(NOW),
            new Surroundings(
                setup.sizes(),
                limits,
                new WaitSettings(WAITS, HEARTBEAT),
                Tracing.to(Optional.empty()),
                audit,
                setup.drain()));
    contract = new ContractCheck(parts(Documents.class).iterator().next());
  }

  /** One that keeps secrets. */
  public static IngressUnderTest withVault() {
    SecureRandom random = new SecureRandom();
    try {
      Path file = Files.createTempFile("vault", "key");
      file.toFile().deleteOnExit();
      Files.writeString(file, "k1:" + Base64.getEncoder().encodeToString(new byte[32]));
      return new IngressUnderTest(Optional.of(SecretVault.open(file, random)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that the server is made of and that is of this type. */
  public <T> Collection<T> parts(Class<T> type) {
    return ingress.parts(type);
  }

  /** The commands that arrived since the last {@link #reset}. */
  public List<Command> commands() {
    return List.copyOf(processor.commands);
  }

  /** What the commands carried. */
  public List<Correlation> correlations() {
    return List.copyOf(processor.correlations);
  }

  /** What was audited since the last {@link #reset}. */
  public List<AuditRecord> audited() {
    return List.copyOf(audit.records);
  }

  /** The tenants' topic. */
  public FakeTenantLog tenants() {
    return tenants;
  }

  /** The only command that arrived. */
  public Command command() {
    if (processor.commands.size() != 1) {
      throw new AssertionError("expected one command, got " + processor.commands);
    }
    return processor.commands.getFirst();
  }

  /** Forgets commands and answers nothing from here on. */
  public void reset() {
    processor.commands.clear();
    processor.correlations.clear();
    audit.records.clear();
    processor.answer = _ -> new Outcome.NoAnswer();
    view.operations = Optional.empty();
    view.credentials = Optional.empty();
    view.keys = Optional.empty();
    view.stale = false;
    view.questions.clear();
    view.beforeAnswer = () -> {};
    condition.ready = true;
    resetTenants();
  }

  public void answers(Function<Command, Outcome> answer) {
    processor.answer = answer;
  }

  /** Replies with this body and no user sequence. */
  public void replies(Object body) {
    answers(_ -> reply(body, 0));
  }

  public void refuses(Reason reason) {
    replies(new Refusal(reason.name(), null));
  }

  public void refuses(Reason reason, Instant retryAt) {
    replies(new Refusal(reason.name(), retryAt));
  }

  public static Outcome reply(Object body, long userSequence) {
    return new Outcome.Answered(new Reply(userSequence, false, body));
  }

  public void shows(OperationSnapshot... operations) {
    view.operations = Optional.of(List.of(operations));
  }

  /** From here on the view is asked of a copy, whose owner moves. */
  public void showsWhatMayBeBehind() {
    view.stale = true;
  }

  public void showsDevices(CredentialSnapshot... credentials) {
    view.credentials = Optional.of(List.of(credentials));
  }

  /** The tenant's public keys from here on. */
  public void publishesKeys(SigningKeyPage keys) {
    view.keys = Optional.of(keys);
  }

  /** The log says that the operation changed; the view shows what it showed. */
  public void commits(OperationSnapshot operation) {
    waits.changed(
        new OperationName(operation.getTenant(), operation.getOperationId()),
        new Change() {
          @Override
          public int size() {
            return 1;
          }

          @Override
          public Optional<OperationSnapshot> read() {
            return Optional.of(operation);
          }
        });
  }

  /** Waits that are open. */
  public int waits() {
    return waits.size();
  }

  /** Ends all waits for good, as a stop does first. */
  public void drain() {
    waits.close();
  }

  /** What happens after the view was read and before its answer arrives. */
  public void beforeTheViewAnswers(Runnable action) {
    view.beforeAnswer = action;
  }

  /** What the view was asked, one text each. */
  public List<String> questions() {
    return List.copyOf(view.questions);
  }

  public void ready(boolean value) {
    condition.ready = value;
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(10));
  }

  /** A POST of JSON. */
  public HttpRequest.Builder post(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** The answer, which must be as the dialect's document has it. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      contract.check(response);
      return response;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public int port() {
    return ingress.port();
  }

  public static String basic(String user, String password) {
    String credentials = user + ":" + password;
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    ingress.close();
    authentication.close();
    client.close();
  }

  private void resetTenants() {
    tenants.reset();
    tenants.write(
        TestTenants.with(
            TENANT,
            true,
            TestTenants.key(BACK_END, ApiKeyRole.BACK_END),
            TestTenants.key(FRONT_END, ApiKeyRole.FRONT_END),
            TestTenants.key(ADMINISTRATION, ApiKeyRole.CREDENTIAL_ADMINISTRATION)));
    tenants.write(
        TestTenants.with("closed", false, TestTenants.key(DISABLED, ApiKeyRole.BACK_END)));
  }
}
