package dev.assent.ingress.authentication;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Fetches key sets over HTTPS, and over plain HTTP from this machine only. Redirects are not
 * followed, because the address is what an administrator trusted (ASVS 15.3.2), and an answer has a
 * bounded size and time.
 */
public final class HttpKeySetSource implements KeySetSource, AutoCloseable {
  private static final int MOST_BYTES = 128 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final HttpClient client;

  /**
   * @param context says which servers are trusted; nothing: as the platform does
   */
  public HttpKeySetSource(Optional<SSLContext> context) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).connectTimeout(TIMEOUT);
    context.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /** Whether keys from there can be trusted to come from there. */
  public static boolean isAllowed(String text) {
    return parse(text).isPresent();
  }

  @Override
  public byte[] fetch(String uri) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(parse(uri).orElseThrow(() -> new IOException("not https")))
            .timeout(TIMEOUT)
            .header("Accept", "application/jwk-set+json, application/json")
            .GET()
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return response.body();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException _) {
      throw new IOException("no whole answer in time");
    } finally {
      answer.cancel(true); // where it drips in, nobody waits for the rest
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static Optional<URI> parse(String text) {
    try {
      return Optional.of(new URI(text)).filter(HttpKeySetSource::isAllowed);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static boolean isAllowed(URI uri) {
    return uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawFragment() == null
        && ("https".equals(uri.getScheme())
            || ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost())));
  }
}
