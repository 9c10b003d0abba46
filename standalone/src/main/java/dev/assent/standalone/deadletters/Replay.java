package dev.assent.standalone.deadletters;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record that is to be sent again, with its first value or a mended one. */
final class Replay {
  private final Letter letter;
  private final ConsumerRecord<byte[], byte[]> origin;
  private final byte[] value;

  private Replay(Letter letter, ConsumerRecord<byte[], byte[]> origin, byte[] value) {
    this.letter = letter;
    this.origin = origin;
    this.value = value;
  }

  static Replay of(Letter letter, ConsumerRecord<byte[], byte[]> origin) {
    return new Replay(letter, origin, origin.value());
  }

  Replay withValue(byte[] mended) {
    return new Replay(letter, origin, mended);
  }

  /** The letter that it is sent for. */
  Letter letter() {
    return letter;
  }

  /** The record as it was first written. */
  ConsumerRecord<byte[], byte[]> origin() {
    return origin;
  }

  /** The value to send; null for none. */
  byte[] value() {
    return value;
  }
}
