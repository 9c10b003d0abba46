package dev.assent.connectors.push;

import com.eatthepath.pushy.apns.ApnsClient;
import com.eatthepath.pushy.apns.ApnsClientBuilder;
import com.eatthepath.pushy.apns.DeliveryPriority;
import com.eatthepath.pushy.apns.PushNotificationResponse;
import com.eatthepath.pushy.apns.PushType;
import com.eatthepath.pushy.apns.util.SimpleApnsPayloadBuilder;
import com.eatthepath.pushy.apns.util.SimpleApnsPushNotification;
import dev.assent.schemas.model.PushAddress;
import dev.assent.schemas.settings.InvalidSettingsException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Apple Push Notification service.
 *
 * <p>Apple delivers at once only what is shown, so there is an alert; its words are the app's own,
 * under the key {@value #ALERT}, and the app may replace them before they are shown.
 */
final class ApnsSender implements PushSender {
  static final String ALERT = "ASSENT_CHALLENGE_WAITS";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int GONE = 410;
  private static final int TOO_MANY = 429;

  private final ApnsClient client;

  /**
   * A sender; nobody is called yet.
   *
   * @throws InvalidSettingsException where the trusted certificates cannot be read
   */
  ApnsSender(ApnsSettings settings) {
    ApnsClientBuilder builder =
        new ApnsClientBuilder()
            .setApnsServer(settings.host(), settings.port())
            .setSigningKey(settings.key())
            .setConnectionTimeout(TIMEOUT.dividedBy(2));
    settings.trusted().ifPresent(file -> builder.setTrustedServerCertificateChain(file.toFile()));
    try {
      client = builder.build();
    } catch (SSLException e) {
      throw new InvalidSettingsException("push.apns.trust.file must have certificates in it");
    }
  }

  @Override
  public Outcome send(PushAddress address, PushMessage message) throws InterruptedException {
    String payload =
        new SimpleApnsPayloadBuilder()
            .setLocalizedAlertMessage(ALERT)
            .setMutableContent(true)
            .addCustomProperty(PushMessage.CHALLENGE_KEY, message.challengeKey())
            .addCustomProperty(PushMessage.EXPIRES_AT, message.expiresAt().toString())
            .build();
    CompletableFuture<PushNotificationResponse<SimpleApnsPushNotification>> pending =
        client.sendNotification(
            new SimpleApnsPushNotification(
                address.token().reveal(),
                address.application(),
                payload,
                message.expiresAt(),
                DeliveryPriority.IMMEDIATE,
                PushType.ALERT,
                message.challengeKey()));
    try {
      return outcome(pending.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException _) {
      return new Outcome.NotNow(Optional.empty());
    }
  }

  private static Outcome outcome(PushNotificationResponse<?> response) {
    int status = response.getStatusCode();
    if (response.isAccepted()) {
      return new Outcome.Taken();
    }
    if (status == GONE) {
      return new Outcome.Unregistered();
    }
    return status == TOO_MANY || status >= 500
        ? new Outcome.NotNow(Optional.empty())
        : new Outcome.Refused(response.getRejectionReason().orElse(Integer.toString(status)));
  }

  @Override
  public void close() {
    client.close().join();
  }
}
