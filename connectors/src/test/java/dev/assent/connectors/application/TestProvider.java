package dev.assent.connectors.application;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.outbound.OutboundAnswer.MaybeSent;
import dev.assent.connectors.outbound.OutboundAnswer.NotSent;
import dev.assent.connectors.outbound.OutboundAnswer.Received;
import dev.assent.connectors.outbound.OutboundCall;
import dev.assent.connectors.outbound.OutboundClient;
import dev.assent.connectors.outbound.OutboundSettings;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderKind;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderRequest;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.model.ProviderRefusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A provider over real HTTP, and the kind that speaks to it: {@code POST /start} with the id. */
final class TestProvider implements AutoCloseable {
  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<Integer> behaviour = status -> status;

  /** A call as it came. */
  record Call(String path, String transactionId, Optional<String> traceparent) {}

  private TestProvider(HttpServer server) {
    this.server = server;
  }

  static TestProvider start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TestProvider provider = new TestProvider(server);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", provider::handle);
    server.start();
    return provider;
  }

  /** What is done before a call is answered: gets 200, gives the status; it may block. */
  void behave(UnaryOperator<Integer> next) {
    behaviour = next;
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.add(
          new Call(
              exchange.getRequestURI().getPath(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("traceparent"))));
      exchange.sendResponseHeaders(behaviour.apply(200), -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** Speaks to it. */
  record Kind(String kind, boolean recognises) implements ProviderKind {
    @Override
    public Provider open(ConnectorSettings settings, ProviderSurroundings surroundings) {
      URI url = OutboundSettings.url(settings);
      OutboundClient client =
          new OutboundClient(OutboundSettings.from(settings), surroundings.meter());
      return new Provider() {
        @Override
        public ProviderOutcome carryOut(ProviderRequest request) throws InterruptedException {
          String path = request instanceof ProviderRequest.Start ? "/start" : "/status";
          OutboundCall call =
              OutboundCall.post(
                  URI.create(url + path),
                  Map.of("Content-Type", "text/plain"),
                  Octets.of(request.transaction().transactionId().getBytes(StandardCharsets.UTF_8)),
                  request.transaction().correlation());
          return switch (client.send(call)) {
            case Received received when received.status() == 200 ->
                new ProviderOutcome.Accepted(Optional.of("reference"), Optional.empty());
            case Received received ->
                new ProviderOutcome.Refused(
                    Integer.toString(received.status()), ProviderRefusal.OTHER);
            case NotSent _ -> new ProviderOutcome.Unreachable();
            case MaybeSent _ -> new ProviderOutcome.AnswerLost();
          };
        }

        @Override
        public boolean recognisesRepeats() {
          return recognises;
        }

        @Override
        public void close() {
          client.close();
        }
      };
    }
  }
}
