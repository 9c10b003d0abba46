package dev.assent.connectors.worker;

import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.provider.ProviderRequest;
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.connectors.provider.Subscriber;
import dev.assent.schemas.avro.ConnectorTask;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.DecodingFailure;
import dev.assent.schemas.settings.Secret;
import dev.assent.schemas.trace.Correlation;
import dev.assent.schemas.vault.MobileVault;
import dev.assent.schemas.vault.MobileVault.Field;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads tasks. */
public final class TaskReader {
  private final Deserializer<ConnectorTask> deserializer;
  private final Optional<MobileVault> vault;

  /**
   * A reader.
   *
   * @param vault opens calling numbers; without it, tasks that have one cannot be carried out
   */
  public TaskReader(Deserializer<ConnectorTask> deserializer, Optional<MobileVault> vault) {
    this.deserializer = deserializer;
    this.vault = vault;
  }

  /** What became of reading bytes. */
  sealed interface Decoded {
    /** The task. */
    record Understood(ConnectorTask task) implements Decoded {}

    /** What is wrong with the bytes, without any of them. */
    record Malformed(String detail) implements Decoded {}

    /** Nothing is wrong with the bytes: the registry cannot be reached. */
    record NotNow() implements Decoded {}
  }

  Decoded decode(String topic, byte[] value) {
    if (value == null) {
      return new Decoded.Malformed("the record has no value");
    }
    try {
      ConnectorTask task = deserializer.deserialize(topic, value);
      return UserKey.find(task.getTenant(), task.getUserId()).isPresent()
          ? new Decoded.Understood(task)
          : new Decoded.Malformed("the tenant or the user has not the right form");
    } catch (RuntimeException e) {
      // other implementations than ours have exceptions of their own, of all kinds
      return DecodingFailure.isTransient(e)
          ? new Decoded.NotNow()
          : new Decoded.Malformed("the value is not a record of a registered schema");
    }
  }

  /** What the task asks of its provider; nothing where the vault does not open what it carries. */
  Optional<ProviderRequest> request(ConnectorTask task, Correlation correlation) {
    UserKey user = new UserKey(task.getTenant(), task.getUserId());
    if (task.getEncryptedMsisdn() == null) {
      return Optional.of(request(task, user, Optional.empty(), correlation));
    }
    Optional<Secret> msisdn = open(user, Field.MSISDN, task.getEncryptedMsisdn());
    Optional<Secret> identificator =
        open(user, Field.IDENTIFICATOR, task.getEncryptedIdentificator());
    return msisdn.map(
        number ->
            request(
                task,
                user,
                Optional.of(
                    new Subscriber(
                        number, identificator, Optional.ofNullable(task.getMsspIdentifier()))),
                correlation));
  }

  private static ProviderRequest request(
      ConnectorTask task, UserKey user, Optional<Subscriber> subscriber, Correlation correlation) {
    ProviderTransaction transaction =
        new ProviderTransaction(
            user,
            task.getOperationId(),
            task.getCredentialId(),
            task.getTransactionId(),
            Optional.ofNullable(task.getProviderReference()),
            Octets.of(task.getDocument()),
            Optional.ofNullable(task.getText()),
            task.getExpiresAt(),
            subscriber,
            correlation);
    return switch (task.getAction()) {
      case START -> new ProviderRequest.Start(transaction);
      case STATUS -> new ProviderRequest.Status(transaction);
    };
  }

  private Optional<Secret> open(UserKey user, Field field, ByteBuffer encrypted) {
    return encrypted == null
        ? Optional.empty()
        : vault
            .flatMap(opener -> opener.open(user, field, Octets.of(encrypted).bytes()))
            .map(Secret::new);
  }
}
