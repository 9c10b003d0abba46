package dev.assent.connectors.mobileid;

import java.util.Optional;

/**
 * A text as a phone shows it (Mobile-ID REST, {@code displayText}): at most 100 bytes, of which a
 * character of GSM 03.38 takes one, one of its extension table two, and in UCS-2 each takes two.
 *
 * @param text at least one character
 * @param format {@code GSM-7} or {@code UCS-2}
 */
record DisplayedText(String text, String format) {
  private static final int BYTES = 100;
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  private static final String EXTENSION = "^{}\\[~]|€";

  /**
   * The text in the form that it needs; nothing where it does not fit. It is never cut: what the
   * user did not see, the user did not sign.
   */
  static Optional<DisplayedText> of(String text) {
    boolean gsm =
        text.chars().allMatch(one -> BASIC.indexOf(one) >= 0 || EXTENSION.indexOf(one) >= 0);
    long bytes =
        gsm
            ? text.chars().mapToLong(one -> EXTENSION.indexOf(one) >= 0 ? 2 : 1).sum()
            : 2L * text.length();
    return bytes <= BYTES
        ? Optional.of(new DisplayedText(text, gsm ? "GSM-7" : "UCS-2"))
        : Optional.empty();
  }
}
