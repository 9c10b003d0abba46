package dev.assent.schemas.device;

import dev.assent.schemas.model.OperationKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that a device shows and that its signature binds ({@code
 * docs/reference/device-protocol.md}, "The document"). The same values always give the same bytes,
 * and different values give different bytes: nothing is trimmed, folded or normalised.
 *
 * @param tenant the relying party
 * @param userId the user within the tenant
 * @param operationId the operation, unique in the tenant
 * @param kind what the user is asked for
 * @param displayData what the user is shown; may be empty
 * @param nonce makes the document unlike any other
 * @param expiresAt when the operation ends; whole milliseconds, years 0000 to 9999
 */
public record ChallengeDocument(
    String tenant,
    String userId,
    String operationId,
    OperationKind kind,
    Map<String, String> displayData,
    Nonce nonce,
    Instant expiresAt) {
  /** The only version of the document there is. */
  public static final int VERSION = 1;

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  public ChallengeDocument {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(userId, "userId");
    Objects.requireNonNull(operationId, "operationId");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(nonce, "nonce");
    displayData = Map.copyOf(displayData);
    if (expiresAt.isBefore(EARLIEST) || !expiresAt.isBefore(END)) {
      throw new IllegalArgumentException("expiresAt must lie in the years 0000 to 9999");
    }
    if (!expiresAt.truncatedTo(ChronoUnit.MILLIS).equals(expiresAt)) {
      throw new IllegalArgumentException("expiresAt must be whole milliseconds");
    }
  }

  /**
   * The document's bytes: RFC 8785 canonical JSON in UTF-8. Throws {@link IllegalArgumentException}
   * where a text has a lone surrogate, which no UTF-8 can carry.
   */
  public byte[] canonical() {
    Map<String, Object> members =
        Map.of(
            "version", VERSION,
            "tenant", tenant,
            "user", userId,
            "operation", operationId,
            "kind", kind.name(),
            "display", displayData,
            "nonce", nonce.text(),
            "expiresAt", MILLISECONDS.format(expiresAt));
    return CanonicalJson.write(members).getBytes(StandardCharsets.UTF_8);
  }
}
