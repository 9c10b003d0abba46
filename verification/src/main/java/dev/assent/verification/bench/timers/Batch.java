package dev.assent.verification.bench.timers;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Operations that are created in bulk and left to expire. Each batch has users of its own, because
 * what happened to one of a user's operations may count against the next.
 *
 * @param name of letters only, unique in the run
 * @param size operations
 * @param from when the first is due
 * @param window the others are due evenly spread over it, in another order than they are created
 */
record Batch(String name, int size, Instant from, Duration window) {
  /** Operations of each user; a tenant allows only so many to be pending. */
  static final int EACH = 20;

  /** Larger than any batch and prime, so that it makes a permutation of each. */
  private static final long STRIDE = 7_368_787;

  /** Users that the batch needs. */
  static int users(int size) {
    return (size + EACH - 1) / EACH;
  }

  /** A user of a batch, in hexadecimal digits, as one of the dialects wants it. */
  static String userId(String name, int number) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().withUpperCase().formatHex(bytes) + "%08X".formatted(number);
  }

  String userId(int index) {
    // one user after the other: whose first operation expires has none refused for it
    return userId(name, index / EACH);
  }

  String operationId(int index) {
    return name + "-" + index;
  }

  /** Reads {@link #operationId}. */
  int index(String operationId) {
    return Integer.parseInt(operationId, name.length() + 1, operationId.length(), 10);
  }

  Instant dueAt(int index) {
    long place = index * STRIDE % size;
    return from.plusMillis(window.toMillis() * place / size);
  }

  Instant end() {
    return from.plus(window);
  }
}
