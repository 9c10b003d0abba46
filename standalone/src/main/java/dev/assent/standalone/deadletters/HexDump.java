package dev.assent.standalone.deadletters;

import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bytes for people, who may look at them on a terminal: nothing but printable ASCII comes out. */
final class HexDump {
  private static final int BYTES_PER_LINE = 16;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private HexDump() {}

  static String of(byte[] bytes) {
    return IntStream.iterate(0, start -> start < bytes.length, start -> start + BYTES_PER_LINE)
        .mapToObj(start -> line(bytes, start))
        .collect(Collectors.joining("\n"));
  }

  private static String line(byte[] bytes, int start) {
    int end = Math.min(start + BYTES_PER_LINE, bytes.length);
    String text =
        IntStream.range(start, end)
            .mapToObj(i -> bytes[i] >= ' ' && bytes[i] <= '~' ? "" + (char) bytes[i] : ".")
            .collect(Collectors.joining());
    return "  %08x  %-47s  |%s|".formatted(start, HEX.formatHex(bytes, start, end), text);
  }
}
