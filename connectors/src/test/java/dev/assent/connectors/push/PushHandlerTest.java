package dev.assent.connectors.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.connectors.push.PushSender.Outcome;
import dev.assent.connectors.worker.Stopping;
import dev.assent.connectors.worker.Verdict;
import dev.assent.schemas.avro.PushTask;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.PushAddress;
import dev.assent.schemas.model.PushService;
import dev.assent.schemas.serde.SingleObjectSerde;
import dev.assent.schemas.vault.PushVault;
import dev.assent.schemas.vault.SecretVault;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a task to tell a device. */
class PushHandlerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final UserKey USER = new UserKey("bank", "jane");
  private static final PushAddress ADDRESS = PushAddress.of(PushService.FCM, "app", "token");

  private final List<String> told = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();
  private Outcome outcome = new Outcome.Taken();
  private PushVault vault;
  private PushHandler handler;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    Path file =
        Files.createFile(
            directory.resolve("vault"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "k1:" + "A".repeat(43) + "=");
    vault = new PushVault(SecretVault.open(file, new SecureRandom()));
    handler =
        new PushHandler(
            Map.of(PushService.FCM, sender()),
            vault,
            (user, serialNumber, _, _) -> forgotten.add(user.text(serialNumber)),
            (service, ended, code) -> told.add(service + " " + ended + " " + code),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new Stopping());
  }

  @Test
  void shouldTellTheDevice() {
    // When
    Verdict verdict = handler.handle(record(task(ADDRESS, NOW.plusSeconds(1)), 1));

    // Then
    assertThat(verdict).isEqualTo(Verdict.DONE);
    assertThat(sent).containsExactly("token key");
    assertThat(told).containsExactly("fcm taken ");
  }

  @Test
  void shouldNotTellAfterTheDeadline() {
    // When
    handler.handle(record(task(ADDRESS, NOW), 1));

    // Then
    assertThat(sent).isEmpty();
    assertThat(told).containsExactly("fcm late ");
  }

  @Test
  void shouldHaveAnAddressForgottenThatIsNoMore() {
    // Given
    outcome = new Outcome.Unregistered();

    // When
    handler.handle(record(task(ADDRESS, NOW.plusSeconds(1)), 1));

    // Then
    assertThat(forgotten).containsExactly("bank/jane/VDS1-1");
    assertThat(told).containsExactly("fcm unregistered ");
  }

  @Test
  void shouldNotTryWhatIsRefusedAgain() {
    // Given
    outcome = new Outcome.Refused("SENDER_ID_MISMATCH");

    // When
    handler.handle(record(task(ADDRESS, NOW.plusSeconds(1)), 1));

    // Then
    assertThat(sent).hasSize(1);
    assertThat(forgotten).isEmpty();
    assertThat(told).containsExactly("fcm refused SENDER_ID_MISMATCH");
  }

  @Test
  void shouldGiveUpAfterThreeTries() {
    // Given
    outcome = new Outcome.NotNow(Optional.of(Duration.ofMillis(1)));

    // When
    Verdict verdict = handler.handle(record(task(ADDRESS, NOW.plusSeconds(60)), 1));

    // Then
    assertThat(verdict).isEqualTo(Verdict.DONE);
    assertThat(sent).hasSize(3);
    assertThat(told).containsExactly("fcm given-up ");
  }

  @Test
  void shouldTryLessWhatWasDeliveredBefore() {
    // Given
    outcome = new Outcome.NotNow(Optional.of(Duration.ofMillis(1)));

    // When
    handler.handle(record(task(ADDRESS, NOW.plusSeconds(60)), 3));

    // Then
    assertThat(sent).hasSize(1);
  }

  @Test
  void shouldSendNothingToAnAddressOfAnotherDevice() {
    // Given
    PushTask task = task(ADDRESS, NOW.plusSeconds(1));
    task.setSerialNumber("VDS2-2");

    // When
    handler.handle(record(task, 1));

    // Then
    assertThat(sent).isEmpty();
    assertThat(told).containsExactly(" unreadable ");
  }

  private PushSender sender() {
    return new PushSender() {
      @Override
      public Outcome send(PushAddress address, PushMessage message) {
        sent.add(address.token().reveal() + " " + message.challengeKey());
        return outcome;
      }

      @Override
      public void close() {}
    };
  }

  private PushTask task(PushAddress address, Instant expiresAt) {
    return PushTask.newBuilder()
        .setTenant(USER.tenant())
        .setUserId(USER.userId())
        .setSerialNumber("VDS1-1")
        .setEncryptedAddress(ByteBuffer.wrap(vault.encrypt(USER, "VDS1-1", address)))
        .setChallengeKey("key")
        .setExpiresAt(expiresAt)
        .build();
  }

  private static ConsumerRecord<String, byte[]> record(PushTask task, int deliveries) {
    return new ConsumerRecord<>(
        "assent.internal.push-tasks",
        0,
        0,
        NOW.toEpochMilli(),
        TimestampType.CREATE_TIME,
        0,
        0,
        "bank/jane/payment",
        SingleObjectSerde.of(PushTask.class).encode(task),
        new RecordHeaders(),
        Optional.empty(),
        Optional.of((short) deliveries));
  }
}
