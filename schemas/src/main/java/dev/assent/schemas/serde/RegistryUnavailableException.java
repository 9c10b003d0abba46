package dev.assent.schemas.serde;

import org.apache.kafka.common.KafkaException;

/**
 * The schema registry could not be asked: it is unreachable, answers with a server error, refuses
 * our credentials, or something else answers in its place. It says nothing about the record, which
 * must be tried again and must not become a dead letter.
 *
 * <p>Barrier: it is deliberately not a {@link
 * org.apache.kafka.common.errors.SerializationException}, so that a handler which sets aside what
 * cannot be deserialized does not set aside good records during an outage; and not an {@link
 * org.apache.kafka.common.errors.ApiException}, which a producer would report through its future
 * instead of throwing it.
 */
public class RegistryUnavailableException extends KafkaException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what was asked of which registry and what came of it, without credentials
   */
  public RegistryUnavailableException(String message) {
    super(message);
  }

  /**
   * @param message what was asked of which registry and what came of it, without credentials
   * @param cause the last failure
   */
  public RegistryUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
