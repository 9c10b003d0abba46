package dev.assent.ingress.tenant;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of whoever administers tenants; none where administration is off. They are no tenant's
 * keys and no record holds them.
 */
public final class AdministratorKeys {
  /** Administration is off. */
  public static final AdministratorKeys NONE = new AdministratorKeys(List.of());

  private static final Pattern TEXT =
      Pattern.compile("(?<id>[A-Za-z0-9_-]{1,64})\\.[A-Za-z0-9_-]{32,256}");
  private static final Pattern HASH =
      Pattern.compile("(?<id>[A-Za-z0-9_-]{1,64})=sha256:(?<hash>[0-9a-f]{64})");

  private record Holder(Caller caller, KeyHash hash) {}

  private final List<Holder> holders;

  private AdministratorKeys(List<Holder> holders) {
    this.holders = List.copyOf(holders);
  }

  /**
   * Reads keys, one a line: the key's text, {@code keyId.secret} with at least 32 characters of
   * base64url after the dot, or only its hash, {@code keyId=sha256:} and 64 lower-case hexadecimal
   * digits. Empty lines and those that begin with {@code #} are passed over.
   *
   * @throws IllegalArgumentException where a line is neither, an id comes twice, or there is no
   *     key; the message names the line by its number
   */
  public static AdministratorKeys parse(String lines) {
    List<Holder> holders = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int number = 0;
    for (String line : lines.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Holder holder = holder(line, number);
      if (!ids.add(holder.caller().keyId())) {
        throw new IllegalArgumentException("line " + number + " has the id of an earlier key");
      }
      holders.add(holder);
    }
    if (holders.isEmpty()) {
      throw new IllegalArgumentException("it has no key");
    }
    return new AdministratorKeys(holders);
  }

  /** Whether anybody can administer. */
  public boolean areAny() {
    return !holders.isEmpty();
  }

  /** Who presents the key; every key is compared, so that the time tells nothing. */
  public Optional<Caller> authenticate(String presentedKey) {
    KeyHash hash = KeyHash.of(presentedKey);
    Optional<Caller> caller = Optional.empty();
    for (Holder holder : holders) {
      if (holder.hash().equals(hash)) {
        caller = Optional.of(holder.caller());
      }
    }
    return caller;
  }

  private static Holder holder(String line, int number) {
    Matcher hash = HASH.matcher(line);
    if (hash.matches()) {
      return new Holder(
          new Caller("", hash.group("id")),
          KeyHash.kept(ByteBuffer.wrap(HexFormat.of().parseHex(hash.group("hash")))));
    }
    Matcher text = TEXT.matcher(line);
    if (text.matches()) {
      return new Holder(new Caller("", text.group("id")), KeyHash.of(line));
    }
    throw new IllegalArgumentException(
        "line " + number + " is neither keyId.secret nor keyId=sha256:hash");
  }
}
