package dev.assent.connectors.mssp;

import dev.assent.connectors.mssp.MobileServiceCode.Meaning;
import dev.assent.connectors.mssp.MobileServiceReply.Fault;
import dev.assent.connectors.mssp.MobileServiceReply.Status;
import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.Accepted;
import dev.assent.connectors.provider.ProviderOutcome.AnswerLost;
import dev.assent.connectors.provider.ProviderOutcome.Declined;
import dev.assent.connectors.provider.ProviderOutcome.Pending;
import dev.assent.connectors.provider.ProviderOutcome.Refused;
import dev.assent.connectors.provider.ProviderOutcome.Signed;
import dev.assent.connectors.provider.ProviderOutcome.Unaware;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.provider.ProofFormat;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an answer comes to.
 *
 * <p>Barrier: only {@link Meaning#SIGNED} in an answer that is no fault and has a signature becomes
 * {@link Signed}; an unknown code is a refusal. HTTP statuses are not looked at: this protocol
 * tells every fault with 500 (vendor-apis.md section 1).
 *
 * @param format how a signature is verified
 * @param firstPoll after the start, when to ask for the first time
 * @param nextPoll when to ask again
 */
record Verdict(ProofFormat format, Duration firstPoll, Duration nextPoll) {
  /** It is kept with the operation and sent back as it is, so it is not taken at any length. */
  private static final Pattern SERVICE_TRANSACTION_ID = Pattern.compile("[!-~]{1,128}");

  /** What the answer to a signature request comes to. */
  ProviderOutcome ofStart(MobileServiceReply reply) {
    return switch (meaning(reply)) {
      case ACCEPTED, PENDING -> begun(reply);
      case SIGNED -> signed(reply);
      case DECLINED -> new Declined();
      case NOT_FOUND, TRANSIENT, REFUSED -> refused(reply);
    };
  }

  /** What the answer to a status query comes to. */
  ProviderOutcome ofStatus(MobileServiceReply reply) {
    return switch (meaning(reply)) {
      case ACCEPTED, PENDING, TRANSIENT -> new Pending(Optional.of(nextPoll));
      case SIGNED -> signed(reply);
      case DECLINED -> new Declined();
      case NOT_FOUND -> new Unaware();
      case REFUSED -> refused(reply);
    };
  }

  /** What a code means where it stands. */
  static Meaning meaning(MobileServiceReply reply) {
    return switch (reply) {
      case Status(String code, _, _, _, _, _) -> meaning(code);
      case Fault(String code, _) ->
          switch (meaning(code)) {
            case ACCEPTED, SIGNED -> Meaning.REFUSED;
            case PENDING -> Meaning.PENDING;
            case DECLINED -> Meaning.DECLINED;
            case NOT_FOUND -> Meaning.NOT_FOUND;
            case TRANSIENT -> Meaning.TRANSIENT;
            case REFUSED -> Meaning.REFUSED;
          };
    };
  }

  private static Meaning meaning(String code) {
    return MobileServiceCode.of(code).map(MobileServiceCode::meaning).orElse(Meaning.REFUSED);
  }

  /**
   * Without the service's own id nobody can ask for the status, so the answer is as good as lost.
   */
  private ProviderOutcome begun(MobileServiceReply reply) {
    Optional<String> id =
        reply instanceof Status status
            ? status.serviceTransactionId().filter(SERVICE_TRANSACTION_ID.asMatchPredicate())
            : Optional.empty();
    return id.isPresent() ? new Accepted(id, Optional.of(firstPoll)) : new AnswerLost();
  }

  private ProviderOutcome signed(MobileServiceReply reply) {
    Optional<byte[]> cms =
        reply instanceof Status status
            ? status.signature().flatMap(Verdict::decode)
            : Optional.empty();
    return cms.<ProviderOutcome>flatMap(
            bytes ->
                SignerOfCms.certificate(bytes)
                    .map(
                        certificate ->
                            new Signed(Optional.of(format.name()), Octets.of(bytes), certificate)))
        .orElseGet(() -> new Refused("SIGNATURE_UNREADABLE", ProviderRefusal.INVALID_PROOF));
  }

  static ProviderOutcome refused(MobileServiceReply reply) {
    return switch (reply) {
      case Status(String code, _, _, _, _, _) -> new Refused(code, refusal(code));
      case Fault(String code, Optional<String> detail) ->
          new Refused(
              bare(code) + detail.map(inner -> "/" + bare(inner)).orElse(""), refusal(code));
    };
  }

  private static ProviderRefusal refusal(String code) {
    return MobileServiceCode.of(code).map(MobileServiceCode::refusal).orElse(ProviderRefusal.OTHER);
  }

  private static String bare(String code) {
    return code.startsWith("_") ? code.substring(1) : code;
  }

  private static Optional<byte[]> decode(String text) {
    try {
      return Optional.of(Base64.getMimeDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
