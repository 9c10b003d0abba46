package dev.assent.schemas.model;

import dev.assent.schemas.settings.Secret;
import java.util.regex.Pattern;

/**
 * Where a device is told that a challenge waits. Its text form does not tell the token.
 *
 * @param application the app: its package name or bundle id
 * @param token what the service gave the app on this device
 */
public record PushAddress(PushService service, String application, Secret token) {
  /** The longest token, in characters: our choice, services promise no length. */
  public static final int LONGEST_TOKEN = 4_096;

  private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9._-]{1,255}");

  /** It becomes a part of an address there, and nothing else must. */
  private static final Pattern APNS_TOKEN = Pattern.compile("[0-9A-Fa-f]{1,256}");

  private static final Pattern TOKEN = Pattern.compile("[!-~]{1," + LONGEST_TOKEN + "}");

  /**
   * An address.
   *
   * @throws IllegalArgumentException where application or token cannot be one; the message repeats
   *     neither
   */
  public static PushAddress of(PushService service, String application, String token) {
    if (!APPLICATION.matcher(application).matches()) {
      throw new IllegalArgumentException("an application is 1 to 255 of A-Z a-z 0-9 . _ -");
    }
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "a token is 1 to " + LONGEST_TOKEN + " visible ASCII characters");
    }
    if (service == PushService.APNS && !APNS_TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException("a token of apns is hexadecimal");
    }
    return new PushAddress(service, application, new Secret(token));
  }
}
