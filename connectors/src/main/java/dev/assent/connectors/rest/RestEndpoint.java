package dev.assent.connectors.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.outbound.OutboundAnswer;
import dev.assent.connectors.outbound.OutboundCall;
import dev.assent.connectors.outbound.OutboundClient;
import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.outbound.OutboundSettings;
import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.json.StrictJson;
import dev.assent.schemas.trace.Correlation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One provider's address, to which JSON is sent and from which JSON comes. */
public final class RestEndpoint implements AutoCloseable {
  private final OutboundClient client;
  private final URI base;
  private final Duration timeout;

  private RestEndpoint(OutboundClient client, URI base, Duration timeout) {
    this.client = client;
    this.base = base;
    this.timeout = timeout;
  }

  /**
   * The endpoint that {@code connector.<name>.url} names.
   *
   * @throws dev.assent.schemas.settings.InvalidSettingsException where a setting is missing or out
   *     of range
   */
  public static RestEndpoint from(ConnectorSettings settings, OutboundMeter meter) {
    OutboundSettings outbound = OutboundSettings.from(settings);
    return new RestEndpoint(
        new OutboundClient(outbound, meter),
        OutboundSettings.url(settings),
        outbound.requestTimeout());
  }

  /** Sends an object. */
  public RestAnswer post(
      String path, JsonNode body, Map<String, String> headers, Correlation correlation)
      throws InterruptedException {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    all.put("Accept", "application/json");
    return read(
        client.send(
            OutboundCall.post(
                uri(path),
                all,
                Octets.of(body.toString().getBytes(StandardCharsets.UTF_8)),
                correlation)));
  }

  /**
   * Reads.
   *
   * @param wait how long the provider is asked to hold the answer back
   */
  public RestAnswer get(String path, Duration wait, Correlation correlation)
      throws InterruptedException {
    return read(
        client.send(
            OutboundCall.get(uri(path), Map.of("Accept", "application/json"), correlation)
                .within(wait.plus(timeout))));
  }

  private URI uri(String path) {
    return URI.create(base + path);
  }

  private static RestAnswer read(OutboundAnswer answer) {
    return switch (answer) {
      case OutboundAnswer.Received received ->
          new RestAnswer.Answered(
              received.status(),
              StrictJson.readObject(received.body().bytes()).orElse(MissingNode.getInstance()));
      case OutboundAnswer.NotSent _ -> new RestAnswer.NotSent();
      case OutboundAnswer.MaybeSent _ -> new RestAnswer.MaybeSent();
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
