package dev.assent.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The bytes of a record can never be read: wrong framing, an unknown schema id, or a body that does
 * not fit its schema. Trying again gives the same answer, so that the record belongs to the dead
 * letters. The message never quotes the record's content.
 */
public class MalformedRecordException extends SerializationException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong, without any of the record's content
   */
  public MalformedRecordException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong, without any of the record's content
   * @param cause what the decoder said
   */
  public MalformedRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
