package dev.assent.ingress.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.assent.ingress.settings.IngressSettings.ViewSettings;
import dev.assent.ingress.view.CommittedView.Seen;
import dev.assent.schemas.avro.OperationPage;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.SingleObjectSerde;
import dev.assent.schemas.settings.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCommittedViewTest {
  private static final UserKey USER = new UserKey("bank", "alice");
  private static final Duration LONG = Duration.ofSeconds(60);

  private final CountDownLatch end = new CountDownLatch(1);
  private Processor first;
  private Processor second;

  /** Answers every question in the same way, and counts them. */
  private static final class Processor {
    private final HttpServer server;
    private final AtomicInteger questions = new AtomicInteger();
    private volatile int status = 200;
    private volatile boolean stale;
    private volatile boolean hangs;

    Processor(CountDownLatch end) throws IOException {
      byte[] page = SingleObjectSerde.of(OperationPage.class).encode(new OperationPage(List.of()));
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Thread::startVirtualThread);
      server.createContext(
          "/view/v1/",
          exchange -> {
            questions.incrementAndGet();
            if (hangs) {
              try {
                end.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            }
            if (stale) {
              exchange.getResponseHeaders().add("Assent-Stale", "true");
            }
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
          });
      server.start();
    }

    URI address() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
  }

  @BeforeEach
  void start() throws IOException {
    first = new Processor(end);
    second = new Processor(end);
  }

  @AfterEach
  void stop() {
    end.countDown();
    first.server.stop(0);
    second.server.stop(0);
  }

  @Test
  void shouldAskTheNextProcessorWhereOneIsGone() {
    // Given
    first.server.stop(0);

    // When, then
    assertThat(read()).isPresent();
  }

  @Test
  void shouldAskTheNextProcessorWhereOneDoesNotKnow() {
    // Given
    first.status = 503;

    // When, then
    assertThat(read()).isPresent();
  }

  @Test
  void shouldLeaveTimeForTheNextProcessorWhereOneHangs() {
    // Given
    first.hangs = true;

    // When
    Optional<Seen<OperationPage>> seen = read(Duration.ofSeconds(10));

    // Then
    assertThat(seen).isPresent();
  }

  @Test
  void shouldStayWithTheProcessorThatAnswered() {
    // Given
    first.status = 503;
    try (HttpCommittedView view = view()) {

      // When
      for (int reading = 0; reading < 5; reading++) {
        read(view, LONG);
      }
    }

    // Then
    assertThat(first.questions).hasValue(1);
    assertThat(second.questions).hasValue(5);
  }

  @Test
  void shouldSayThatNobodyAnswersOnceAllWereAsked() {
    // Given
    first.status = 503;
    second.status = 503;

    // When, then
    assertThat(read()).isEmpty();
    assertThat(first.questions).hasValue(1);
    assertThat(second.questions).hasValue(1);
  }

  @Test
  void shouldSayWhichAnswersMayBeBehind() {
    // Given
    Optional<Seen<OperationPage>> fresh = read();
    first.stale = true;

    // When
    Optional<Seen<OperationPage>> stale = read();

    // Then
    assertThat(fresh.orElseThrow().stale()).isFalse();
    assertThat(stale.orElseThrow().stale()).isTrue();
  }

  private Optional<Seen<OperationPage>> read() {
    return read(LONG);
  }

  private Optional<Seen<OperationPage>> read(Duration within) {
    try (HttpCommittedView view = view()) {
      return read(view, within);
    }
  }

  private static Optional<Seen<OperationPage>> read(HttpCommittedView view, Duration within) {
    return view.operations(USER, true, 0, within).toCompletableFuture().join();
  }

  private HttpCommittedView view() {
    return new HttpCommittedView(
        new ViewSettings(List.of(first.address(), second.address()), new Secret("token")));
  }
}
