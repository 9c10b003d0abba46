package dev.assent.ingress.waiting;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An operation, whosever it is: while it is handed over, its user changes and this does not.
 *
 * @param tenant the tenant's id
 * @param operationId the operation's id within the tenant
 */
public record OperationName(String tenant, String operationId) {
  private static final int PARTS = 3;

  /**
   * Reads the record key {@code tenant/user/operation} of {@code assent.operations}; nothing where
   * it has not that form.
   */
  static Optional<OperationName> ofRecordKey(String key) {
    String[] parts = key.split("/", -1);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      return Optional.of(new OperationName(decode(parts[0]), decode(parts[2])));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String decode(String part) {
    return URLDecoder.decode(part, StandardCharsets.UTF_8);
  }
}
