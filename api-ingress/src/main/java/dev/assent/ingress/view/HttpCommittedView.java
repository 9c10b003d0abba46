package dev.assent.ingress.view;

import dev.assent.ingress.settings.IngressSettings.ViewSettings;
import dev.assent.schemas.avro.CredentialPage;
import dev.assent.schemas.avro.OperationPage;
import dev.assent.schemas.avro.SigningKeyPage;
import dev.assent.schemas.key.UserKey;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a processor's internal HTTP service; pages come as Avro single objects. Any processor can
 * answer; where one does not, the next is asked.
 */
public final class HttpCommittedView implements CommittedView, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpCommittedView.class);
  private static final int OK = 200;

  /** What the processor marks the answer of a copy with. */
  private static final String STALE = "Assent-Stale";

  private static final Duration LEAST_WAIT = Duration.ofMillis(50);

  private final HttpClient client;
  private final List<String> bases;
  private final String authorization;

  /** The one that answered last. */
  private volatile int preferred;

  @FunctionalInterface
  private interface Decoder<T> {
    T decode(byte[] bytes) throws IOException;
  }

  public HttpCommittedView(ViewSettings settings) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    this.bases = settings.urls().stream().map(url -> url.resolve("/view/v1/").toString()).toList();
    this.authorization = "Bearer " + settings.token().reveal();
  }

  @Override
  public CompletionStage<Optional<Seen<OperationPage>>> operations(
      UserKey user, boolean openOnly, long atLeast, Duration within) {
    String path = "operations/" + path(user) + "?open=" + openOnly + "&atLeast=" + atLeast;
    return get(path, within, OperationPage.getDecoder()::decode);
  }

  @Override
  public CompletionStage<Optional<Seen<OperationPage>>> operation(
      UserKey user, String operationId, long atLeast, Duration within) {
    String path = "operations/" + path(user) + "/" + encode(operationId) + "?atLeast=" + atLeast;
    return get(path, within, OperationPage.getDecoder()::decode);
  }

  @Override
  public CompletionStage<Optional<Seen<CredentialPage>>> credentials(
      UserKey user, long atLeast, Duration within) {
    String path = "credentials/" + path(user) + "?atLeast=" + atLeast;
    return get(path, within, CredentialPage.getDecoder()::decode);
  }

  @Override
  public CompletionStage<Optional<Seen<SigningKeyPage>>> signingKeys(
      String tenant, Duration within) {
    return get("signing-keys/" + encode(tenant), within, SigningKeyPage.getDecoder()::decode);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private <T> CompletionStage<Optional<Seen<T>>> get(
      String path, Duration within, Decoder<T> decoder) {
    long end = System.nanoTime() + within.toNanos();
    return ask(path, end, preferred, bases.size())
        .thenApply(response -> response.flatMap(found -> decode(found, decoder)));
  }

  /**
   * Asks one processor, and those after it where it does not answer.
   *
   * @param left how many there are to ask, this one included
   */
  private CompletableFuture<Optional<HttpResponse<byte[]>>> ask(
      String path, long end, int which, int left) {
    Duration remaining = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    // one that hangs must leave some time to the next
    Duration within = left > 1 ? remaining.dividedBy(2) : remaining;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(bases.get(which) + path))
            .timeout(within.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : within)
            .header("Authorization", authorization)
            .GET()
            .build();
    return client
        .sendAsync(request, BodyHandlers.ofByteArray())
        .handle((response, failure) -> answered(which, response, failure))
        .thenCompose(
            found ->
                found.isEmpty() && left > 1 && System.nanoTime() < end
                    ? ask(path, end, (which + 1) % bases.size(), left - 1)
                    : CompletableFuture.completedFuture(found));
  }

  private Optional<HttpResponse<byte[]>> answered(
      int which, HttpResponse<byte[]> response, Throwable failure) {
    if (failure == null && response.statusCode() == OK) {
      preferred = which;
      return Optional.of(response);
    }
    LOG.atWarn()
        .addKeyValue("view", bases.get(which))
        .addKeyValue(
            "why",
            failure == null
                ? "status " + response.statusCode()
                : failure.getClass().getSimpleName())
        .log("the view does not answer");
    return Optional.empty();
  }

  private static <T> Optional<Seen<T>> decode(HttpResponse<byte[]> response, Decoder<T> decoder) {
    try {
      return Optional.of(
          new Seen<>(
              decoder.decode(response.body()), response.headers().firstValue(STALE).isPresent()));
    } catch (IOException e) {
      LOG.atError()
          .addKeyValue("failure", e.getClass().getSimpleName())
          .log("the view's answer cannot be read");
      return Optional.empty();
    }
  }

  private static String path(UserKey user) {
    return encode(user.tenant()) + "/" + encode(user.userId());
  }

  /** Encodes dots too: a user may be called {@code ..}, which is no step in a path. */
  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20").replace(".", "%2E");
  }
}
