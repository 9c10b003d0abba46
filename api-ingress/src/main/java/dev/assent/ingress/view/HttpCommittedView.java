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
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the processor's internal HTTP service; pages come as Avro single objects. */
public final class HttpCommittedView implements CommittedView, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpCommittedView.class);
  private static final Duration LEAST_WAIT = Duration.ofMillis(50);

  private final HttpClient client;
  private final String base;
  private final String authorization;

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
    this.base = settings.url().resolve("/view/v1/").toString();
    this.authorization = "Bearer " + settings.token().reveal();
  }

  @Override
  public CompletionStage<Optional<OperationPage>> operations(
      UserKey user, boolean openOnly, long atLeast, Duration within) {
    String path = "operations/" + path(user) + "?open=" + openOnly + "&atLeast=" + atLeast;
    return get(path, within, OperationPage.getDecoder()::decode);
  }

  @Override
  public CompletionStage<Optional<OperationPage>> operation(
      UserKey user, String operationId, long atLeast, Duration within) {
    String path = "operations/" + path(user) + "/" + encode(operationId) + "?atLeast=" + atLeast;
    return get(path, within, OperationPage.getDecoder()::decode);
  }

  @Override
  public CompletionStage<Optional<CredentialPage>> credentials(
      UserKey user, long atLeast, Duration within) {
    String path = "credentials/" + path(user) + "?atLeast=" + atLeast;
    return get(path, within, CredentialPage.getDecoder()::decode);
  }

  @Override
  public CompletionStage<Optional<SigningKeyPage>> signingKeys(String tenant, Duration within) {
    return get("signing-keys/" + encode(tenant), within, SigningKeyPage.getDecoder()::decode);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private <T> CompletionStage<Optional<T>> get(String path, Duration within, Decoder<T> decoder) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(within.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : within)
            .header("Authorization", authorization)
            .GET()
            .build();
    return client
        .sendAsync(request, BodyHandlers.ofByteArray())
        .handle(
            (response, failure) -> {
              if (failure != null) {
                LOG.atWarn()
                    .addKeyValue("failure", failure.getClass().getSimpleName())
                    .log("the view cannot be reached");
                return Optional.empty();
              }
              return decode(response, decoder);
            });
  }

  private static <T> Optional<T> decode(HttpResponse<byte[]> response, Decoder<T> decoder) {
    if (response.statusCode() != 200) {
      LOG.atWarn().addKeyValue("status", response.statusCode()).log("the view does not answer");
      return Optional.empty();
    }
    try {
      return Optional.of(decoder.decode(response.body()));
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
