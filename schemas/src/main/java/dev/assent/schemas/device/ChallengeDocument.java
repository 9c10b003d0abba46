package dev.assent.schemas.device;

import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a device shows and that its signature binds ({@code
 * docs/reference/device-protocol.md}, "The document"). The same values always give the same bytes,
 * and different values give different bytes: nothing is trimmed, folded or normalised.
 *
 * @param version {@value #LATEST}, or {@value #FIRST} for a challenge that was issued before there
 *     was another; version 1 has neither text nor proof kinds nor matching digits
 * @param tenant the relying party
 * @param userId the user within the tenant
 * @param operationId the operation, unique in the tenant
 * @param kind what the user is asked for
 * @param displayData what the user is shown, or what the text was rendered with; may be empty
 * @param text what the user is shown instead of the display data as they are
 * @param proofKinds the kinds of proof that are accepted
 * @param matchingDigits digits that the user must read at the relying party and enter on the
 *     device, 2 to 8; 0: none
 * @param nonce makes the document unlike any other
 * @param expiresAt when the operation ends; whole milliseconds, years 0000 to 9999
 */
public record ChallengeDocument(
    int version,
    String tenant,
    String userId,
    String operationId,
    OperationKind kind,
    Map<String, String> displayData,
    Optional<DisplayText> text,
    Set<ProofKind> proofKinds,
    int matchingDigits,
    Nonce nonce,
    Instant expiresAt) {
  /** The first version of the document. */
  public static final int FIRST = 1;

  /** The version that new challenges are issued in. */
  public static final int LATEST = 2;

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
    Objects.requireNonNull(text, "text");
    proofKinds = Set.copyOf(proofKinds);
    if (version != FIRST && version != LATEST) {
      throw new IllegalArgumentException("version must be 1 or 2");
    }
    if (version == FIRST && (text.isPresent() || !proofKinds.isEmpty() || matchingDigits != 0)) {
      throw new IllegalArgumentException("version 1 has no place for this");
    }
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
    Map<String, Object> members = new HashMap<>();
    members.put("version", version);
    members.put("tenant", tenant);
    members.put("user", userId);
    members.put("operation", operationId);
    members.put("kind", kind.name());
    members.put("display", displayData);
    members.put("nonce", nonce.text());
    members.put("expiresAt", MILLISECONDS.format(expiresAt));
    if (version == LATEST) {
      members.put("proofs", proofKinds.stream().map(ProofKind::name).sorted().toList());
      members.put("matchingDigits", matchingDigits);
      text.ifPresent(shown -> members.putAll(shown.members()));
    }
    return CanonicalJson.write(members).getBytes(StandardCharsets.UTF_8);
  }

  /** SHA-256 of the document's bytes, in lower-case hexadecimal. */
  public String thumbprint() {
    return HexFormat.of().formatHex(Digests.sha256().digest(canonical()));
  }
}
