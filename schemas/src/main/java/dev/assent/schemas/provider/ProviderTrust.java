package dev.assent.schemas.provider;

import java.util.List;

/**
 * Whom a tenant believes about its users' signatures at providers.
 *
 * @param anchors certificates of authorities whose certificates sign for its users: DER, two
 *     lower-case hexadecimal digits a byte; at most {@value #MOST_ANCHORS}
 * @param textPrefixes what a text that is signed may begin with, besides nothing: each 1 to {@value
 *     #LONGEST_PREFIX} characters; at most {@value #MOST_PREFIXES}
 * @param revocationRequired whether a signature is only believed with an OCSP response or a
 *     revocation list that says that its certificate is good
 */
public record ProviderTrust(
    List<String> anchors, List<String> textPrefixes, boolean revocationRequired) {
  /** Of {@link #anchors()}. */
  public static final int MOST_ANCHORS = 20;

  /** Of {@link #textPrefixes()}. */
  public static final int MOST_PREFIXES = 10;

  /** Characters of a prefix. */
  public static final int LONGEST_PREFIX = 40;

  /** Nobody but a certificate that was registered. */
  public static final ProviderTrust REGISTERED_ONLY =
      new ProviderTrust(List.of(), List.of(), false);

  public ProviderTrust {
    anchors = List.copyOf(anchors);
    textPrefixes = List.copyOf(textPrefixes);
    if (anchors.size() > MOST_ANCHORS) {
      throw new IllegalArgumentException("trustAnchors must be at most 20");
    }
    if (textPrefixes.size() > MOST_PREFIXES
        || textPrefixes.stream()
            .anyMatch(prefix -> prefix.isEmpty() || prefix.length() > LONGEST_PREFIX)) {
      throw new IllegalArgumentException(
          "textPrefixes must be at most 10 of 1 to 40 characters each");
    }
  }
}
