package dev.assent.connectors.webhook;

import dev.assent.schemas.settings.InvalidSettingsException;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3).
 *
 * @param prefix its first address
 * @param bits how many leading bits an address shares with it
 */
record NetworkRange(InetAddress prefix, int bits) {
  private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f.:]+)/(\\d{1,3})");

  /**
   * Reads {@code 10.0.0.0/8}.
   *
   * @throws InvalidSettingsException where it is anything else; a name is never looked up
   */
  static NetworkRange parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      try {
        InetAddress prefix = InetAddress.ofLiteral(matcher.group(1));
        int bits = Integer.parseInt(matcher.group(2));
        if (bits <= prefix.getAddress().length * Byte.SIZE) {
          return new NetworkRange(prefix, bits);
        }
      } catch (IllegalArgumentException _) {
        // told below
      }
    }
    throw new InvalidSettingsException(text + " is not a range of addresses such as 10.0.0.0/8");
  }

  boolean contains(InetAddress address) {
    byte[] one = prefix.getAddress();
    byte[] other = address.getAddress();
    if (one.length != other.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (one[i] != other[i]) {
        return false;
      }
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || (one[whole] ^ other[whole]) >> (Byte.SIZE - rest) == 0;
  }
}
