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
 * @param userId the user's id, 1 to 128 visible ASCII characters; after a space, the id of an
 *     operation that has no user yet
 */
public record UserKey(String tenant, String userId) {
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern USER_ID = Pattern.compile("[\\x21-\\x7E]{1,128}");

  private static final String USER_ID_RULE = "userId must be 1 to 128 visible ASCII characters";

  /** No user's id begins so. */
  private static final String UNASSIGNED = " ";

  public UserKey {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(userId, "userId");
    if (!TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException("tenant must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    if (!USER_ID.matcher(withoutMark(userId)).matches()) {
      throw new IllegalArgumentException(USER_ID_RULE);
    }
  }

  /**
   * The key of a user.
   *
   * @throws IllegalArgumentException where a part has not its form, which no key of an operation
   *     without a user has either
   */
  public static UserKey of(String tenant, String userId) {
    UserKey key = new UserKey(tenant, userId);
    if (key.isUnassigned()) {
      throw new IllegalArgumentException(USER_ID_RULE);
    }
    return key;
  }

  /**
   * Whose an operation is that has no user yet: nobody's, and of each such operation another
   * nobody's, so that they are spread over the partitions like users.
   */
  public static UserKey unassigned(String tenant, String operationId) {
    return new UserKey(tenant, unassignedId(operationId));
  }

  /** The user id of {@link #unassigned}. */
  public static String unassignedId(String operationId) {
    return UNASSIGNED + operationId;
  }

  /** Whether this stands for an operation without a user. */
  public boolean isUnassigned() {
    return isUnassigned(userId);
  }

  /** Whether the user id is no user's but stands for an operation without one. */
  public static boolean isUnassigned(String userId) {
    return userId.startsWith(UNASSIGNED);
  }

  /** The key of a user, or nothing where a part is missing or has not its form. */
  public static Optional<UserKey> find(String tenant, String userId) {
    boolean valid =
        tenant != null
            && userId != null
            && TENANT.matcher(tenant).matches()
            && USER_ID.matcher(withoutMark(userId)).matches();
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

  private static String withoutMark(String userId) {
    return userId.startsWith(UNASSIGNED) ? userId.substring(UNASSIGNED.length()) : userId;
  }

  static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
