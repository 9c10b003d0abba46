package dev.assent.connectors.push;

import dev.assent.connectors.outbound.AddressRule;
import dev.assent.connectors.outbound.OutboundAnswer.MaybeSent;
import dev.assent.connectors.outbound.OutboundAnswer.NotSent;
import dev.assent.connectors.outbound.OutboundAnswer.Received;
import dev.assent.connectors.outbound.OutboundCall;
import dev.assent.connectors.outbound.OutboundClient;
import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.outbound.OutboundSettings;
import dev.assent.schemas.model.PushAddress;
import dev.assent.schemas.trace.Correlation;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Firebase Cloud Messaging, HTTP v1.
 *
 * <p>Barrier: an address is given up only where the service itself says that the app is gone: a 404
 * alone is what a wrong project gives too.
 */
final class FcmSender implements PushSender {
  private static final String UNREGISTERED = "UNREGISTERED";

  private final URI address;
  private final OutboundClient client;
  private final FcmAccess access;
  private final Clock clock;

  FcmSender(FcmSettings settings, OutboundMeter meter, Clock clock) {
    FcmAccount account = settings.account();
    this.address =
        URI.create(settings.url() + "/v1/projects/" + account.projectId() + "/messages:send");
    this.client =
        new OutboundClient(
            OutboundSettings.standard(
                "fcm",
                AddressRule.hosts(
                    new HashSet<>(
                        List.of(settings.url().getHost(), account.tokenUri().getHost())))),
            meter);
    this.access = new FcmAccess(account, client, clock);
    this.clock = clock;
  }

  @Override
  public Outcome send(PushAddress to, PushMessage message) throws InterruptedException {
    Optional<String> token = access.token();
    if (token.isEmpty()) {
      return new Outcome.NotNow(Optional.empty());
    }
    OutboundCall call =
        OutboundCall.post(
            address,
            Map.of("Authorization", "Bearer " + token.get(), "Content-Type", "application/json"),
            FcmJson.message(to, message, clock.instant()),
            Correlation.NONE);
    return switch (client.send(call)) {
      case NotSent _, MaybeSent _ -> new Outcome.NotNow(Optional.empty());
      case Received received -> outcome(received, token.get());
    };
  }

  private Outcome outcome(Received received, String token) {
    int status = received.status();
    if (status == 200) {
      return new Outcome.Taken();
    }
    if (status == 401) {
      access.drop(token);
      return new Outcome.NotNow(Optional.empty());
    }
    if (status == 429 || status >= 500) {
      return new Outcome.NotNow(retryAfter(received));
    }
    String code = FcmJson.errorCode(received.body());
    return status == 404 && code.equals(UNREGISTERED)
        ? new Outcome.Unregistered()
        : new Outcome.Refused(code.isEmpty() ? Integer.toString(status) : code);
  }

  private static Optional<Duration> retryAfter(Received received) {
    return received
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,5}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  @Override
  public void close() {
    client.close();
  }
}
