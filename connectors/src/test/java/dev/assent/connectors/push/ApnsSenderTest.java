package dev.assent.connectors.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.pushy.apns.ApnsPushNotification;
import com.eatthepath.pushy.apns.DeliveryPriority;
import com.eatthepath.pushy.apns.PushType;
import com.eatthepath.pushy.apns.auth.ApnsSigningKey;
import com.eatthepath.pushy.apns.server.MockApnsServer;
import com.eatthepath.pushy.apns.server.MockApnsServerBuilder;
import com.eatthepath.pushy.apns.server.ParsingMockApnsServerListenerAdapter;
import com.eatthepath.pushy.apns.server.PushNotificationHandler;
import com.eatthepath.pushy.apns.server.RejectedNotificationException;
import com.eatthepath.pushy.apns.server.RejectionReason;
import com.eatthepath.pushy.apns.server.UnregisteredDeviceTokenException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assent.connectors.outbound.TestTls;
import dev.assent.connectors.push.PushSender.Outcome;
import dev.assent.schemas.model.PushAddress;
import dev.assent.schemas.model.PushService;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apple's service, as the library's own imitation of it sees us. */
class ApnsSenderTest {
  private static final PushAddress ADDRESS =
      PushAddress.of(
          PushService.APNS,
          "com.bank.app",
          "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0");

  private final PushMessage message =
      new PushMessage(
          "AAAAAAAAAAAAAAAAAAAAAAAAAAA",
          Instant.now().plusSeconds(120).truncatedTo(ChronoUnit.SECONDS));
  private final List<ApnsPushNotification> taken = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile Optional<RejectedNotificationException> rejection = Optional.empty();
  private MockApnsServer server;
  private ApnsSender sender;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    TestTls tls = TestTls.create("localhost");
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    server =
        new MockApnsServerBuilder()
            .setServerCredentials(
                new X509Certificate[] {tls.certificate()}, tls.keys().getPrivate(), null)
            .setHandlerFactory(_ -> handler())
            .setListener(listener())
            .build();
    server.start(port).get();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    sender =
        new ApnsSender(
            new ApnsSettings(
                new ApnsSigningKey(
                    "KEY1", "TEAM1", (ECPrivateKey) generator.generateKeyPair().getPrivate()),
                "localhost",
                port,
                Optional.of(tls.pem(directory.resolve("certificate.pem")))));
  }

  @AfterEach
  void stop() throws Exception {
    sender.close();
    server.shutdown().get();
  }

  @Test
  void shouldSendKeyAndDeadlineAtOnceAndUntilTheDeadline() throws Exception {
    // When
    Outcome outcome = sender.send(ADDRESS, message);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.Taken());
    assertThat(authorizations).hasSize(1).allMatch(text -> text.startsWith("bearer "));
    ApnsPushNotification notification = taken.getFirst();
    assertThat(notification.getToken()).isEqualTo(ADDRESS.token().reveal());
    assertThat(notification.getTopic()).isEqualTo("com.bank.app");
    assertThat(notification.getPriority()).isEqualTo(DeliveryPriority.IMMEDIATE);
    assertThat(notification.getPushType()).isEqualTo(PushType.ALERT);
    assertThat(notification.getCollapseId()).isEqualTo(message.challengeKey());
    assertThat(notification.getExpiration()).isEqualTo(message.expiresAt());
    assertThat(new JsonMapper().readTree(notification.getPayload()))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"aps": {"alert": {"loc-key": "ASSENT_CHALLENGE_WAITS"}, "mutable-content": 1},
                     "challengeKey": "AAAAAAAAAAAAAAAAAAAAAAAAAAA", "expiresAt": "%s"}
                    """
                        .formatted(message.expiresAt())));
  }

  @Test
  void shouldTellAnAppThatIsGoneFromATokenThatIsWrong() throws Exception {
    // Given
    rejection = Optional.of(new UnregisteredDeviceTokenException(Instant.now()));
    Outcome gone = sender.send(ADDRESS, message);
    rejection =
        Optional.of(new RejectedNotificationException(RejectionReason.DEVICE_TOKEN_NOT_FOR_TOPIC));

    // When
    Outcome wrong = sender.send(ADDRESS, message);

    // Then
    assertThat(gone).isEqualTo(new Outcome.Unregistered());
    assertThat(wrong).isEqualTo(new Outcome.Refused("DeviceTokenNotForTopic"));
  }

  @Test
  void shouldTryLaterWhenTheServiceCannot() throws Exception {
    // Given
    rejection = Optional.of(new RejectedNotificationException(RejectionReason.SERVICE_UNAVAILABLE));

    // When
    Outcome outcome = sender.send(ADDRESS, message);

    // Then
    assertThat(outcome).isEqualTo(new Outcome.NotNow(Optional.empty()));
  }

  private PushNotificationHandler handler() {
    return (headers, _) -> {
      authorizations.add(headers.get("authorization").toString());
      if (rejection.isPresent()) {
        throw rejection.get();
      }
    };
  }

  private ParsingMockApnsServerListenerAdapter listener() {
    return new ParsingMockApnsServerListenerAdapter() {
      @Override
      public void handlePushNotificationAccepted(ApnsPushNotification notification) {
        taken.add(notification);
      }

      @Override
      public void handlePushNotificationRejected(
          ApnsPushNotification notification, RejectionReason reason, Instant since) {
        // what we were told is looked at instead
      }
    };
  }
}
