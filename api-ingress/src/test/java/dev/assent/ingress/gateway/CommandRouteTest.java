package dev.assent.ingress.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.CancelOperation;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.ClaimOperation;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.DeclineOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class CommandRouteTest {
  private static final UserKey USER = new UserKey("demo", "jane/doe");

  @Test
  void shouldClaimTheIdOfACreation() {
    // Given
    CreateOperation creation =
        CreateOperation.newBuilder()
            .setOperationId("op/1")
            .setKind(OperationKind.AUTHENTICATION)
            .setChannel(Channel.DEVICE)
            .setDisplayData(Map.of())
            .build();

    // When
    CommandRoute route = CommandRoute.of(command(creation), 12);

    // Then
    assertThat(route).isEqualTo(new CommandRoute(Topic.CLAIMS, "demo/op%2F1", Optional.empty()));
  }

  @Test
  void shouldClaimTheIdOfACreationWithoutAUser() {
    // Given
    CreateOperation creation =
        CreateOperation.newBuilder()
            .setOperationId("op/1")
            .setKind(OperationKind.AUTHENTICATION)
            .setChannel(Channel.DEVICE)
            .setDisplayData(Map.of())
            .build();
    Command command = command(creation);
    command.setUserId(null);

    // When
    CommandRoute route = CommandRoute.of(command, 12);

    // Then
    assertThat(route).isEqualTo(new CommandRoute(Topic.CLAIMS, "demo/op%2F1", Optional.empty()));
  }

  @Test
  void shouldTakeAClaimOfAnOperationToTheClaimingUser() {
    // When
    CommandRoute route = CommandRoute.of(command(new ClaimOperation("op", "VDS1-1")), 12);

    // Then
    assertThat(route)
        .isEqualTo(new CommandRoute(Topic.COMMANDS, "demo/jane%2Fdoe", Optional.empty()));
  }

  @Test
  void shouldAskForAClaimWhereItIsMade() {
    // When
    CommandRoute route = CommandRoute.of(command(new ResolveClaim("op/1")), 12);

    // Then
    assertThat(route).isEqualTo(new CommandRoute(Topic.CLAIMS, "demo/op%2F1", Optional.empty()));
  }

  @Test
  void shouldRetrieveWhereTheUserIs() {
    // Given
    String key = ChallengeKey.issue(USER, new byte[16]).text();
    byte[] userKey = USER.text().getBytes(UTF_8);

    // When
    CommandRoute route =
        CommandRoute.of(command(new RetrieveChallenge(key, "VDS1-1", null, null, null)), 12);

    // Then
    int partitionOfUser = BuiltInPartitioner.partitionForKey(userKey, 12);
    assertThat(route)
        .isEqualTo(new CommandRoute(Topic.COMMANDS, key, Optional.of(partitionOfUser)));
  }

  @Test
  void shouldCancelWhereTheUserIsWithoutKnowingWho() {
    // Given
    String key = ChallengeKey.issue(USER, new byte[16]).text();
    Command cancellation =
        command(new DeclineOperation(key, "UNWANTED", ByteBuffer.allocate(64), null, "VDS1-1"));
    cancellation.setUserId(null);

    // When
    CommandRoute route = CommandRoute.of(cancellation, 12);

    // Then
    int partition = BuiltInPartitioner.partitionForKey(USER.text().getBytes(UTF_8), 12);
    assertThat(route).isEqualTo(new CommandRoute(Topic.COMMANDS, key, Optional.of(partition)));
  }

  @Test
  void shouldSendEverythingElseToTheUser() {
    // When
    CommandRoute route = CommandRoute.of(command(new CancelOperation("op")), 12);

    // Then
    assertThat(route)
        .isEqualTo(new CommandRoute(Topic.COMMANDS, "demo/jane%2Fdoe", Optional.empty()));
  }

  private static Command command(Object body) {
    return Command.newBuilder()
        .setTenant(USER.tenant())
        .setUserId(USER.userId())
        .setReceivedAt(Instant.EPOCH)
        .setOrigin("test")
        .setBody(body)
        .build();
  }
}
