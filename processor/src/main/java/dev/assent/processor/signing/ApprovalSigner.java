package dev.assent.processor.signing;

import dev.assent.processor.decision.Evidence;
import dev.assent.processor.decision.Operation;
import dev.assent.processor.decision.OperationState.Closed;
import dev.assent.processor.settings.SigningSettings;
import dev.assent.processor.topology.ApprovalTokens;
import dev.assent.processor.topology.ProcessingMeter;
import dev.assent.schemas.approval.ApprovalClaims;
import dev.assent.schemas.approval.ApprovalToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs an approval with the key of its tenant.
 *
 * <p>Barrier: the approval stands on its evidence, not on this signature. Where there is no key, or
 * the token cannot sign, the result goes out without one; nothing is approved or refused for it.
 */
public final class ApprovalSigner implements ApprovalTokens {
  private static final Logger LOGGER = LoggerFactory.getLogger(ApprovalSigner.class);

  private final SigningKeys keys;
  private final SigningSettings settings;
  private final ProcessingMeter meter;
  private final Set<String> withoutKey = ConcurrentHashMap.newKeySet();

  public ApprovalSigner(SigningKeys keys, SigningSettings settings, ProcessingMeter meter) {
    this.keys = keys;
    this.settings = settings;
    this.meter = meter;
  }

  @Override
  public Optional<String> of(Closed approved, String eventId, Evidence evidence) {
    String tenant = approved.operation().user().tenant();
    Optional<TenantKey> key = keys.signing(tenant, approved.decidedAt());
    Optional<String> token = key.flatMap(found -> sign(found, approved, eventId, evidence));
    if (key.isPresent()) {
      withoutKey.remove(tenant);
    } else if (keys.areSetUp() && withoutKey.add(tenant)) {
      LOGGER
          .atWarn()
          .addKeyValue("tenant", tenant)
          .log("The tenant has no valid signing key; its approvals go out unsigned");
    }
    meter.approved(token.isPresent());
    return token;
  }

  private Optional<String> sign(TenantKey key, Closed approved, String eventId, Evidence evidence) {
    try {
      return Optional.of(
          ApprovalToken.sign(
              claims(approved, eventId, evidence),
              key.keyId(),
              key.publicKey().algorithm(),
              key::sign));
    } catch (GeneralSecurityException | ProviderException failure) {
      LOGGER
          .atError()
          .addKeyValue("tenant", approved.operation().user().tenant())
          .addKeyValue("key", key.keyId())
          .addKeyValue("failure", failure.getClass().getSimpleName())
          .log("An approval could not be signed and goes out unsigned");
      return Optional.empty();
    }
  }

  private ApprovalClaims claims(Closed approved, String eventId, Evidence evidence) {
    Operation operation = approved.operation();
    String tenant = operation.user().tenant();
    return new ApprovalClaims(
        settings.issuerOf(tenant),
        operation.user().userId(),
        settings.audienceOf(tenant),
        approved.decidedAt(),
        approved.decidedAt().plus(settings.lifetime()),
        eventId,
        operation.operationId(),
        evidence.proofKind(),
        new String(evidence.document().canonical(), StandardCharsets.UTF_8));
  }
}
