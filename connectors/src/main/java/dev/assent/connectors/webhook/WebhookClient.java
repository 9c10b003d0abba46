package dev.assent.connectors.webhook;

import dev.assent.schemas.webhook.WebhookUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts messages. Blocks the calling thread, which is a virtual one.
 *
 * <p>Barrier: no address that is not allowed, no redirect (ASVS 15.3.2), no second try, no cookie,
 * no answer beyond its bounds of size and time; of the answer only the status counts.
 */
final class WebhookClient implements AutoCloseable {
  private static final int MOST_HEADERS = 100;
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int LARGEST_BODY = 16 * 1024;

  private final boolean loopback;
  private final Duration timeout;
  private final CloseableHttpClient client;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("webhook-deadlines").daemon().factory());

  /** What came of a call. */
  sealed interface Answer {
    /** The receiver has it. */
    record Taken() implements Answer {}

    /**
     * The receiver may not have it.
     *
     * @param why in words without content
     * @param retryAfter how long it asked to be left alone
     */
    record Failed(String why, Optional<Duration> retryAfter) implements Answer {}
  }

  /**
   * @param loopback whether the machine itself may be called without TLS
   * @param timeout from the call to the end of the answer
   * @param most calls at once
   */
  WebhookClient(CheckedNames names, boolean loopback, Duration timeout, int most) {
    this.loopback = loopback;
    this.timeout = timeout;
    Timeout span = Timeout.of(timeout);
    client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(names)
                    .setMaxConnTotal(most)
                    .setMaxConnPerRoute(most)
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(span)
                            .setSocketTimeout(span)
                            .build())
                    .setDefaultTlsConfig(
                        TlsConfig.custom()
                            .setHandshakeTimeout(span)
                            .setSupportedProtocols(TLS.V_1_2, TLS.V_1_3)
                            .build())
                    .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder()
                            .http1Config(
                                Http1Config.custom()
                                    .setMaxHeaderCount(MOST_HEADERS)
                                    .setMaxLineLength(LONGEST_LINE)
                                    .build())
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(span)
                    .setResponseTimeout(span)
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .setUserAgent("Assent-Webhooks")
            .build();
  }

  /** Posts the body. */
  Answer post(String url, Map<String, String> headers, byte[] body, Instant now) {
    Optional<WebhookUrl> checked = WebhookUrl.find(url, loopback);
    if (checked.isEmpty()) {
      return new Answer.Failed("the address is not allowed", Optional.empty());
    }
    HttpPost post = new HttpPost(checked.get().uri());
    headers.forEach(post::setHeader);
    post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    ScheduledFuture<?> deadline =
        deadlines.schedule(post::abort, timeout.toMillis(), TimeUnit.MILLISECONDS);
    try (ClassicHttpResponse response = client.executeOpen(null, post, null)) {
      int status = response.getCode();
      if (status >= 200 && status < 300) {
        finish(response.getEntity());
        return new Answer.Taken();
      }
      return new Answer.Failed("HTTP status " + status, retryAfter(response, now));
    } catch (IOException e) {
      return new Answer.Failed(post.isAborted() ? "no answer in time" : words(e), Optional.empty());
    } finally {
      deadline.cancel(false);
    }
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
  }

  /**
   * Reads a small body to its end, so that the connection can be used again. The message is taken
   * whatever comes of that.
   */
  private static void finish(HttpEntity entity) {
    if (entity == null) {
      return;
    }
    try (InputStream content = entity.getContent()) {
      if (entity.getContentLength() <= LARGEST_BODY) {
        content.readNBytes(LARGEST_BODY);
      }
    } catch (IOException _) {
      // the status was all that counts
    }
  }

  /** Seconds, or a time (RFC 9110 section 10.2.3); what is neither asks nothing. */
  private static Optional<Duration> retryAfter(ClassicHttpResponse response, Instant now) {
    Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    if (header == null) {
      return Optional.empty();
    }
    String text = header.getValue();
    try {
      Duration span =
          text.matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(text))
              : Duration.between(
                  now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
      return Optional.of(span).filter(Duration::isPositive);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static String words(IOException failure) {
    return switch (failure) {
      case CheckedNames.NotAllowedException _ -> "the address is not allowed";
      case java.net.UnknownHostException _ -> "the name is not known";
      case ConnectException _ -> "no connection";
      case java.net.SocketTimeoutException _ -> "no answer in time";
      case SSLException _ -> "TLS failed";
      default -> "the connection broke";
    };
  }
}
