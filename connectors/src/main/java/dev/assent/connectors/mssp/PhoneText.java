package dev.assent.connectors.mssp;

/**
 * Whether a phone can show a text (vendor-apis.md section 7, "Limits"). What does not fit is
 * refused: a shortened text would not be what is signed.
 *
 * @param longest in the alphabet of GSM 03.38, where some characters count twice
 * @param longestOther where any character is outside of it
 */
record PhoneText(int longest, int longestOther) {
  /** GSM 03.38 section 6.2.1, without the escape and the carriage return. */
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
          + "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  /** GSM 03.38 section 6.2.1.1: each is sent as two. */
  private static final String EXTENSION = "^{}\\[~]|€";

  /** Whether it has no character that cannot be shown, and is not too long. */
  boolean takes(String text) {
    return text.chars().noneMatch(PhoneText::isControl)
        && (text.chars().allMatch(PhoneText::isBasicOrExtension)
            ? text.chars().map(one -> isExtension(one) ? 2 : 1).sum() <= longest
            : text.length() <= longestOther);
  }

  /** XML cannot carry most of them, and would carry a carriage return as a line feed. */
  static boolean isControl(int character) {
    return character != '\n' && (Character.isISOControl(character) || character >= 0xFFFE);
  }

  private static boolean isBasicOrExtension(int character) {
    return BASIC.indexOf(character) >= 0 || isExtension(character);
  }

  private static boolean isExtension(int character) {
    return EXTENSION.indexOf(character) >= 0;
  }
}
