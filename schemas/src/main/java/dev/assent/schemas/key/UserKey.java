package dev.assent.schemas.key;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;

/**
 * A user of a tenant: the unit of partitioning. As a record key it reads {@code tenant/user}, each
 * part percent-encoded.
 *
 * @param tenant the tenant's id, 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 * @param userId the user's id, 1 to 128 visible ASCII characters
 */
public record UserKey(String tenant, String userId) {
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern USER_ID = Pattern.compile("[\\x21-\\x7E]{1,128}");

  public UserKey {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(userId, "userId");
    if (!TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException("tenant must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    if (!USER_ID.matcher(userId).matches()) {
      throw new IllegalArgumentException("userId must be 1 to 128 visible ASCII characters");
    }
  }

  /** The key, or nothing where a part is missing or has not its form. */
  public static Optional<UserKey> find(String tenant, String userId) {
    boolean valid =
        tenant != null
            && userId != null
            && TENANT.matcher(tenant).matches()
            && USER_ID.matcher(userId).matches();
    return valid ? Optional.of(new UserKey(tenant, userId)) : Optional.empty();
  }

  /** The record key. */
  public String text() {
    return encode(tenant) + "/" + encode(userId);
  }

  /** The key of one of the user's operations or credentials: this key and one part more. */
  public String text(String subject) {
    return text() + "/" + encode(subject);
  }

  /** The hash that Kafka's default partitioner takes of the record key. */
  public int routingHash() {
    return Utils.murmur2(text().getBytes(StandardCharsets.UTF_8));
  }

  static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
