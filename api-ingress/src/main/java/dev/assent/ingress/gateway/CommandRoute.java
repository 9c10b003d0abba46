package dev.assent.ingress.gateway;

import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.DeclineOperation;
import dev.assent.schemas.avro.ResolveClaim;
import dev.assent.schemas.avro.RetrieveChallenge;
import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.OperationIds;
import dev.assent.schemas.key.UserKey;
import java.util.Optional;

/**
 * Where a command goes ({@code docs/design.md}, partitioning).
 *
 * @param partition empty where Kafka's default hash of the key decides
 */
record CommandRoute(Topic topic, String key, Optional<Integer> partition) {

  /**
   * @param commandPartitions partitions of {@code assent.commands}
   * @throws IllegalArgumentException where the command lacks what its route is made of
   */
  static CommandRoute of(Command command, int commandPartitions) {
    return switch (command.getBody()) {
      case CreateOperation body -> claim(command, body.getOperationId());
      case ResolveClaim body -> claim(command, body.getOperationId());
      case RetrieveChallenge body ->
          challenge(new ChallengeKey(body.getChallengeKey()), commandPartitions);
      case DeclineOperation body when command.getUserId() == null ->
          challenge(new ChallengeKey(body.getChallengeKey()), commandPartitions);
      case Object _ ->
          new CommandRoute(
              Topic.COMMANDS,
              new UserKey(command.getTenant(), command.getUserId()).text(),
              Optional.empty());
    };
  }

  private static CommandRoute claim(Command command, String operationId) {
    return new CommandRoute(
        Topic.CLAIMS, OperationIds.claimKey(command.getTenant(), operationId), Optional.empty());
  }

  private static CommandRoute challenge(ChallengeKey key, int commandPartitions) {
    return new CommandRoute(
        Topic.COMMANDS, key.text(), Optional.of(key.partition(commandPartitions)));
  }
}
