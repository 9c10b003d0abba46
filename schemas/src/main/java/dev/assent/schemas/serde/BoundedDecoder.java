package dev.assent.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro binary (specification 1.12, "Binary Encoding") out of an array.
 *
 * <p>Barrier: Avro's own decoder allocates what a length in the data asks for before it looks
 * whether so much is there, so that a record of ten bytes can cost gigabytes; its limits are
 * properties of the whole JVM. Here no length may pass the end of the data, and a record may have
 * no more array and map items than bytes, but for a few items of no bytes.
 */
final class BoundedDecoder extends Decoder {
  /** Items such as nulls and empty records take no bytes. */
  private static final int ITEMS_WITHOUT_BYTES = 1_024;

  private byte[] data = new byte[0];
  private int position;
  private long itemsLeft;

  /** Reads from here to the end of the array. */
  void startAt(byte[] bytes, int offset) {
    data = bytes;
    position = offset;
    itemsLeft = (long) bytes.length - offset + ITEMS_WITHOUT_BYTES;
  }

  /** Bytes that were not read. */
  int left() {
    return data.length - position;
  }

  /** Lets go of the data. */
  void release() {
    data = new byte[0];
    position = 0;
  }

  private int nextByte() throws IOException {
    if (position == data.length) {
      throw new IOException("the data ends too early");
    }
    return data[position++];
  }

  /** Moves over bytes that are there, and gives their start. */
  private int pass(long length) throws IOException {
    if (length < 0 || length > left()) {
      throw new IOException("a length of " + length + " where " + left() + " bytes are left");
    }
    int start = position;
    position += (int) length;
    return start;
  }

  private long items(long count) throws IOException {
    if (count < 0 || count > itemsLeft) {
      throw new IOException("a block of " + count + " items in too few bytes");
    }
    itemsLeft -= count;
    return count;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    int value = nextByte();
    if (value != 0 && value != 1) {
      throw new IOException("a boolean that is neither 0 nor 1");
    }
    return value == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new IOException("an int of more than 32 bits");
    }
    return (int) value;
  }

  @Override
  public long readLong() throws IOException {
    long zigZag = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      long next = nextByte();
      zigZag |= (next & 0x7f) << shift;
      if (next >= 0) {
        return (zigZag >>> 1) ^ -(zigZag & 1);
      }
    }
    throw new IOException("a number of more than ten bytes");
  }

  @Override
  public float readFloat() throws IOException {
    return Float.intBitsToFloat((int) littleEndian(Float.BYTES));
  }

  @Override
  public double readDouble() throws IOException {
    return Double.longBitsToDouble(littleEndian(Double.BYTES));
  }

  private long littleEndian(int length) throws IOException {
    int start = pass(length);
    long bits = 0;
    for (int index = length - 1; index >= 0; index--) {
      bits = bits << 8 | (data[start + index] & 0xff);
    }
    return bits;
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    long length = readLong();
    int start = pass(length);
    Utf8 text = old == null ? new Utf8() : old;
    text.setByteLength((int) length);
    System.arraycopy(data, start, text.getBytes(), 0, (int) length);
    return text;
  }

  @Override
  public String readString() throws IOException {
    long length = readLong();
    return new String(data, pass(length), (int) length, StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws IOException {
    pass(readLong());
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    long length = readLong();
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(length, left())));
    bytes.put(0, data, pass(length), (int) length);
    return bytes;
  }

  @Override
  public void skipBytes() throws IOException {
    pass(readLong());
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    System.arraycopy(data, pass(length), bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    pass(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  private long readBlock() throws IOException {
    long count = readLong();
    if (count < 0) {
      readLong();
      return items(-count);
    }
    return items(count);
  }

  private long skipBlocks() throws IOException {
    long count = readLong();
    while (count < 0) {
      pass(readLong());
      count = readLong();
    }
    return items(count);
  }

  @Override
  public long readArrayStart() throws IOException {
    return readBlock();
  }

  @Override
  public long arrayNext() throws IOException {
    return readBlock();
  }

  @Override
  public long skipArray() throws IOException {
    return skipBlocks();
  }

  @Override
  public long readMapStart() throws IOException {
    return readBlock();
  }

  @Override
  public long mapNext() throws IOException {
    return readBlock();
  }

  @Override
  public long skipMap() throws IOException {
    return skipBlocks();
  }
}
