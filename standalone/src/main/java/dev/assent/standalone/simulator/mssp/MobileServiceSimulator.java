package dev.assent.standalone.simulator.mssp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assent.standalone.simulator.authority.TestAuthority;
import dev.assent.standalone.simulator.mssp.ServiceAnswer.Cut;
import dev.assent.standalone.simulator.mssp.ServiceAnswer.Fault;
import dev.assent.standalone.simulator.mssp.ServiceAnswer.Garbage;
import dev.assent.standalone.simulator.mssp.ServiceAnswer.Silence;
import dev.assent.standalone.simulator.mssp.ServiceAnswer.Told;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The simulated mobile signature service: {@code /soap/services/...}, {@code /rest/service/...} as
 * the real one has them, and {@code /simulator/...} for tests. On this machine only.
 */
public final class MobileServiceSimulator implements AutoCloseable {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);
  private static final int LARGEST_REQUEST = 64 * 1024;
  private static final String GARBAGE = "<html><body>It works!</body>";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final SimulatedPhone phone;
  private final SignatureDesk desk;
  private final Duration slowness;

  private MobileServiceSimulator(HttpServer server, TestAuthority authority, Manner manner) {
    this.server = server;
    this.phone = new SimulatedPhone(authority);
    this.desk =
        new SignatureDesk(
            phone,
            new RequestRules(manner.prefix()),
            manner.answersAfter(),
            InstantSource.system());
    this.slowness = manner.slowness();
    for (ServiceCall.Method method : ServiceCall.Method.values()) {
      WireForm soap = new SoapForm();
      WireForm json = new JsonForm();
      server.createContext(
          "/soap/services/" + method.port(), exchange -> serve(exchange, method, soap));
      server.createContext(
          "/rest/service/" + method.resource(), exchange -> serve(exchange, method, json));
    }
    server.createContext("/simulator/", new SimulatorDesk(desk, phone, authority));
    server.setExecutor(threads);
  }

  /**
   * How the users and the line behave where the number says nothing else.
   *
   * @param prefix what a text must begin with
   * @param answersAfter how long users take to sign; nothing: until they are told to
   * @param slowness what each answer takes at the slow number
   */
  public record Manner(String prefix, Optional<Duration> answersAfter, Duration slowness) {
    /** Users that sign after a second. */
    public static final Manner USUAL =
        new Manner("", Optional.of(Duration.ofSeconds(1)), Duration.ofSeconds(3));
  }

  /**
   * Starts a service.
   *
   * @param port 0: any
   */
  public static MobileServiceSimulator start(int port, TestAuthority authority, Manner manner)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    MobileServiceSimulator simulator = new MobileServiceSimulator(server, authority, manner);
    server.start();
    return simulator;
  }

  /** Where it listens. */
  public URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** The certificate that the signatures of a number verify by, or should. */
  public X509Certificate certificate(String msisdn) {
    return phone.key(msisdn.replace("+", "")).certificate();
  }

  /** How often a phone rang, by {@code AP_TransID}. */
  public Map<String, Integer> prompts() {
    return desk.prompts();
  }

  private void serve(HttpExchange exchange, ServiceCall.Method method, WireForm form)
      throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REQUEST);
      Optional<ServiceCall> call =
          exchange.getRequestMethod().equals("POST") ? form.read(method, body) : Optional.empty();
      if (call.isEmpty()) {
        send(exchange, 400, "text/plain", "no such call");
        return;
      }
      if (Behaviour.of(call.get().number()) == Behaviour.SLOW) {
        pause(slowness);
      }
      switch (desk.answer(call.get())) {
        case Told told -> send(exchange, 200, form.contentType(), form.write(method, told));
        case Fault fault -> send(exchange, 500, form.contentType(), form.write(fault));
        case Garbage _ -> send(exchange, 200, form.contentType(), GARBAGE);
        case Silence _ -> pause(LONGEST_SILENCE);
        case Cut _ -> {
          // closed by the end of this block, before anything was sent
        }
      }
    }
  }

  /** Ends early where the simulator does. */
  private void pause(Duration span) {
    try {
      if (closing.await(span.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  static void send(HttpExchange exchange, int status, String contentType, String body)
      throws IOException {
    send(exchange, status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  static void send(HttpExchange exchange, int status, String contentType, byte[] bytes)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream stream = exchange.getResponseBody()) {
      stream.write(bytes);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
