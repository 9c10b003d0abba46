package dev.assent.connectors.mobileid;

/** What a phone shows beside the text, so that the user can compare (Mobile-ID REST). */
final class MobileIdVerificationCode {
  private MobileIdVerificationCode() {}

  /**
   * The code of a hash: its first 6 and its last 7 bits, as 4 decimal digits, 0000 to 8191.
   *
   * @param hash at least 20 bytes
   */
  static String of(byte[] hash) {
    int code = ((0xFC & hash[0]) << 5) | (0x7F & hash[hash.length - 1]);
    return "%04d".formatted(code);
  }
}
