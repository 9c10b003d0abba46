package dev.assent.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Tells an outage from bad bytes when a deserializer, ours or a foreign one, threw.
 *
 * <p>Foreign deserializers throw different families of exceptions for the same fault, and wrap both
 * kinds in the same type; only their causes tell them apart.
 */
public final class DecodingFailure {
  private static final String CONFLUENT_REST_EXCEPTION =
      "io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException";
  private static final int DEEPEST_CAUSE = 32;

  private DecodingFailure() {}

  /**
   * Whether the failure says nothing about the record itself, so that the record must be tried
   * again and not be set aside. The outermost exception in the chain of causes that is decisive
   * decides; where none is, the record is bad.
   *
   * @param failure what a deserializer threw
   */
  public static boolean isTransient(RuntimeException failure) {
    Throwable current = failure;
    for (int depth = 0; current != null && depth < DEEPEST_CAUSE; depth++) {
      switch (current) {
        case MalformedRecordException _ -> {
          return false;
        }
        // ApiException: how Confluent's client says 401, 403, 408, 429 and lost connections.
        case RegistryUnavailableException _,
            ConfigException _,
            ApiException _,
            InterruptException _ -> {
          return true;
        }
        case IOException inputOutput when isConfluentRestException(inputOutput) -> {
          return !saysThatSchemaIsUnknown(inputOutput);
        }
        case IOException inputOutput -> {
          return !isAboutTheBytes(inputOutput);
        }
        default -> current = current.getCause();
      }
    }
    return false;
  }

  /** Avro reads from memory, but reports a body that is cut off or garbled as an IOException. */
  private static boolean isAboutTheBytes(IOException inputOutput) {
    return inputOutput instanceof EOFException
        || inputOutput.getClass().getName().startsWith("org.apache.avro.");
  }

  private static boolean isConfluentRestException(IOException inputOutput) {
    for (Class<?> type = inputOutput.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(CONFLUENT_REST_EXCEPTION)) {
        return true;
      }
    }
    return false;
  }

  private static boolean saysThatSchemaIsUnknown(IOException restException) {
    try {
      Object code = restException.getClass().getMethod("getErrorCode").invoke(restException);
      return code instanceof Integer number && RegistryError.isUnknown(number);
    } catch (ReflectiveOperationException unexpected) {
      // Another version of the library: an outage costs a retry, a wrong dead letter costs a
      // record.
      return false;
    }
  }
}
