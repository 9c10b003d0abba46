package dev.assent.ingress.application;

import dev.assent.ingress.gateway.CommandGateway;
import dev.assent.ingress.gateway.Outcome;
import dev.assent.ingress.openapi.ContractCheck;
import dev.assent.ingress.openapi.Documents;
import dev.assent.ingress.service.OcraSecrets;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.ingress.tenant.AdministratorKeys;
import dev.assent.ingress.tenant.FakeTenantLog;
import dev.assent.ingress.tenant.OperationQuota;
import dev.assent.ingress.tenant.TenantAdministration;
import dev.assent.ingress.tenant.TenantDirectory;
import dev.assent.ingress.view.CommittedView;
import dev.assent.schemas.avro.ApiKey;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CredentialPage;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.OperationPage;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.Refusal;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.vault.OcraVault;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The HTTP server with all dialects on a processor and a view that the test plays. */
public final class IngressUnderTest implements AutoCloseable {
  /** What the clock says. */
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  /** How long a request waits for its reply. */
  public static final Duration REPLY_TIMEOUT = Duration.ofSeconds(4);

  /** The tenant of the keys below. */
  public static final String TENANT = "demo";

  public static final String BACK_END = "back.key";
  public static final String FRONT_END = "front.key";
  public static final String ADMINISTRATION = "administration.key";

  /** An administrator's key. */
  public static final String ADMINISTRATOR = "root.0123456789012345678901234567890123456789";

  /** A valid key of a tenant that is disabled. */
  public static final String DISABLED = "disabled.key";

  private final HttpClient client = HttpClient.newHttpClient();
  private final FakeProcessor processor = new FakeProcessor();
  private final FakeTenantLog tenants;
  private final FakeView view = new FakeView();
  private final HttpIngress ingress;
  private final ContractCheck contract;
  private volatile boolean ready = true;

  /** One that keeps no OCRA secrets. */
  public IngressUnderTest() {
    this(Optional.empty());
  }

  /** One that keeps OCRA secrets in the vault, if there is one. */
  public IngressUnderTest(Optional<OcraVault> vault) {
    TenantDirectory directory = new TenantDirectory(InstantSource.fixed(NOW));
    tenants = new FakeTenantLog(directory);
    resetTenants();
    ingress =
        HttpIngress.start(
            new HttpSettings("127.0.0.1", 0),
            directory,
            new Operations(
                processor,
                view,
                new OperationQuota(directory, () -> 0),
                REPLY_TIMEOUT,
                InstantSource.fixed(NOW)),
            new OcraSecrets(vault),
            AdministratorKeys.parse(ADMINISTRATOR),
            new TenantAdministration(directory, tenants, Duration.ofMillis(200)),
            new FakeCondition(),
            InstantSource.fixed(NOW));
    contract = new ContractCheck(parts(Documents.class).iterator().next());
  }

  /** One that keeps OCRA secrets. */
  public static IngressUnderTest withVault() {
    SecureRandom random = new SecureRandom();
    try {
      Path file = Files.createTempFile("vault", "key");
      file.toFile().deleteOnExit();
      Files.writeString(file, "k1:" + Base64.getEncoder().encodeToString(new byte[32]));
      return new IngressUnderTest(Optional.of(new OcraVault(SecretVault.open(file, random))));
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
    processor.answer = _ -> new Outcome.NoAnswer();
    view.operations = Optional.empty();
    view.credentials = Optional.empty();
    view.questions.clear();
    ready = true;
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

  public void showsDevices(CredentialSnapshot... credentials) {
    view.credentials = Optional.of(List.of(credentials));
  }

  /** What the view was asked, one text each. */
  public List<String> questions() {
    return List.copyOf(view.questions);
  }

  public void ready(boolean value) {
    ready = value;
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
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
    client.close();
  }

  private void resetTenants() {
    tenants.reset();
    tenants.write(tenant(TENANT, true));
    tenants.write(tenant("closed", false));
  }

  private static Tenant tenant(String name, boolean enabled) {
    List<ApiKey> keys =
        enabled
            ? List.of(
                key(BACK_END, ApiKeyRole.BACK_END),
                key(FRONT_END, ApiKeyRole.FRONT_END),
                key(ADMINISTRATION, ApiKeyRole.CREDENTIAL_ADMINISTRATION))
            : List.of(key(DISABLED, ApiKeyRole.BACK_END));
    return Tenant.newBuilder()
        .setTenant(name)
        .setDisplayName(name)
        .setEnabled(enabled)
        .setApiKeys(keys)
        .setPolicy(
            TenantPolicy.newBuilder()
                .setTimeToLive(60_000L)
                .setMaximumFailedProofs(3)
                .setMaximumPending(10)
                .setRetention(600_000L)
                .build())
        .build();
  }

  private static ApiKey key(String text, ApiKeyRole role) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ApiKey.newBuilder()
          .setKeyId(text)
          .setHash(ByteBuffer.wrap(hash))
          .setRoles(List.of(role))
          .setCreatedAt(NOW)
          .build();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private final class FakeCondition implements Condition {
    @Override
    public boolean ready() {
      return ready;
    }

    @Override
    public boolean alive() {
      return true;
    }

    @Override
    public int inFlight() {
      return 0;
    }
  }

  private static final class FakeProcessor implements CommandGateway {
    private final List<Command> commands = new CopyOnWriteArrayList<>();
    private volatile Function<Command, Outcome> answer = _ -> new Outcome.NoAnswer();

    @Override
    public CompletionStage<Outcome> send(Command command) {
      commands.add(command);
      Function<Command, Outcome> current = answer;
      return CompletableFuture.supplyAsync(() -> current.apply(command));
    }
  }

  private static final class FakeView implements CommittedView {
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private volatile Optional<List<OperationSnapshot>> operations = Optional.empty();
    private volatile Optional<List<CredentialSnapshot>> credentials = Optional.empty();

    @Override
    public CompletionStage<Optional<OperationPage>> operations(
        UserKey user, boolean openOnly, long atLeast, Duration within) {
      questions.add(user.text() + " open=" + openOnly + " atLeast=" + atLeast);
      return CompletableFuture.completedStage(
          operations.map(list -> new OperationPage(new ArrayList<>(list))));
    }

    @Override
    public CompletionStage<Optional<OperationPage>> operation(
        UserKey user, String operationId, long atLeast, Duration within) {
      questions.add(user.text(operationId) + " atLeast=" + atLeast);
      return CompletableFuture.completedStage(
          operations.map(
              list ->
                  new OperationPage(
                      list.stream()
                          .filter(shown -> shown.getUserId().equals(user.userId()))
                          .filter(shown -> shown.getOperationId().equals(operationId))
                          .toList())));
    }

    @Override
    public CompletionStage<Optional<CredentialPage>> credentials(
        UserKey user, long atLeast, Duration within) {
      questions.add(user.text() + " devices atLeast=" + atLeast);
      return CompletableFuture.completedStage(
          credentials.map(list -> new CredentialPage(new ArrayList<>(list))));
    }
  }
}
