package dev.assent.schemas.audit;

import dev.assent.schemas.avro.AuditRecord;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Function;

/**
 * The chain of one instance: each record has the number after the one before, and its digest, so
 * that nobody can take one out, put one in or write one anew unseen (security.md, KA-9). Used by
 * one thread.
 */
public final class AuditChain {
  private final String instance;
  private byte[] previous = beginning();
  private long sequence;

  public AuditChain(String instance) {
    this.instance = instance;
  }

  /**
   * Makes the record the next of the chain.
   *
   * @param record what happened; its place in the chain is set here
   * @param encode writes the value as it stands in the topic. Where it throws, the chain is as it
   *     was
   */
  public byte[] append(AuditRecord record, Function<AuditRecord, byte[]> encode) {
    record.setInstance(instance);
    record.setSequence(sequence + 1);
    record.setPrevious(ByteBuffer.wrap(previous));
    byte[] value = encode.apply(record);
    previous = digest(value);
    sequence++;
    return value;
  }

  /** What stands in the place of a digest in the first record. */
  static byte[] beginning() {
    return new byte[32];
  }

  static byte[] digest(byte[] value) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
