package dev.assent.processor.topology;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** Bytes as they travel, and as a decision holds them: two lower-case digits each. */
final class Hexadecimal {
  private Hexadecimal() {}

  static String of(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static List<String> all(List<ByteBuffer> buffersOrNull) {
    return buffersOrNull == null ? List.of() : buffersOrNull.stream().map(Hexadecimal::of).toList();
  }

  static ByteBuffer buffer(String digits) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
  }

  /** Nothing at all where there are none. */
  static List<ByteBuffer> buffers(List<String> digits) {
    return digits.isEmpty() ? null : digits.stream().map(Hexadecimal::buffer).toList();
  }
}
