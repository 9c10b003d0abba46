package dev.assent.schemas.ocra;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.Function;
import javax.crypto.Mac;

/** The OCRA function (RFC 6287 section 5). */
public final class Ocra {
  private static final long[] POWERS_OF_TEN = powersOfTen();

  private Ocra() {}

  /**
   * The response that an authenticator gives.
   *
   * @return the suite's number of decimal digits with leading zeros; for a suite of 0 digits the
   *     whole HMAC in lower-case hexadecimal (section 5.2, erratum 5625)
   * @throws IllegalArgumentException where key or input do not fit the suite
   */
  public static String response(OcraSuite suite, OcraKey key, OcraInput input) {
    return responses(suite, key).apply(input);
  }

  /** {@link #response} for many inputs under one key; not for several threads at once. */
  static Function<OcraInput, String> responses(OcraSuite suite, OcraKey key) {
    Mac mac = key.mac(suite);
    return input -> truncate(suite, mac.doFinal(input.encode(suite)));
  }

  /** Dynamic truncation (RFC 4226 section 5.3): 31 bits, of which the last decimal digits stay. */
  private static String truncate(OcraSuite suite, byte[] hash) {
    if (suite.digits() == 0) {
      return HexFormat.of().formatHex(hash);
    }
    int offset = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
    String digits = Long.toString(number % POWERS_OF_TEN[suite.digits()]);
    return "0".repeat(suite.digits() - digits.length()) + digits;
  }

  private static long[] powersOfTen() {
    long[] powers = new long[11];
    powers[0] = 1;
    for (int exponent = 1; exponent < powers.length; exponent++) {
      powers[exponent] = 10 * powers[exponent - 1];
    }
    return powers;
  }
}
