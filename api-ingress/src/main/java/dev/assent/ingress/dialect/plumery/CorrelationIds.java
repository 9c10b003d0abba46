package dev.assent.ingress.dialect.plumery;

import dev.assent.ingress.dialect.Rejected;
import dev.assent.schemas.key.OperationIds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The operations that correlation ids stand for. */
final class CorrelationIds {
  private static final String DERIVED = "correlation-sha256-";

  private CorrelationIds() {}

  /**
   * The operation's id: the correlation id itself where it can be one, and otherwise made of its
   * SHA-256, which no other correlation id has.
   */
  static String operationId(String correlationId) {
    if (correlationId.isEmpty()) {
      throw Rejected.badRequest("correlationId must not be empty");
    }
    return OperationIds.isValid(correlationId) && !correlationId.startsWith(DERIVED)
        ? correlationId
        : DERIVED + sha256(correlationId);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
