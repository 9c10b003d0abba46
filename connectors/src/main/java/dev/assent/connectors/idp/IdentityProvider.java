package dev.assent.connectors.idp;

import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.Accepted;
import dev.assent.connectors.provider.ProviderOutcome.AnswerLost;
import dev.assent.connectors.provider.ProviderOutcome.Declined;
import dev.assent.connectors.provider.ProviderOutcome.Pending;
import dev.assent.connectors.provider.ProviderOutcome.Refused;
import dev.assent.connectors.provider.ProviderOutcome.Signed;
import dev.assent.connectors.provider.ProviderOutcome.Unaware;
import dev.assent.connectors.provider.ProviderOutcome.Unreachable;
import dev.assent.connectors.provider.ProviderRequest;
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.connectors.rest.Base64Text;
import dev.assent.connectors.rest.RestAnswer;
import dev.assent.connectors.rest.RestAnswer.Answered;
import dev.assent.connectors.rest.RestEndpoint;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.settings.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks users over a bank's adapter of its identity provider. The adapter knows a transaction by our
 * id, so that it can be asked about even where the answer to its start is lost.
 */
final class IdentityProvider implements Provider {
  private static final String PATH = "/internal/v1/custom-auth:";

  private final IdentityProviderSettings settings;
  private final RestEndpoint endpoint;

  IdentityProvider(IdentityProviderSettings settings, RestEndpoint endpoint) {
    this.settings = settings;
    this.endpoint = endpoint;
  }

  @Override
  public ProviderOutcome carryOut(ProviderRequest request) throws InterruptedException {
    return switch (request) {
      case ProviderRequest.Start(ProviderTransaction transaction) -> start(transaction);
      case ProviderRequest.Status(ProviderTransaction transaction) -> status(transaction);
    };
  }

  private ProviderOutcome start(ProviderTransaction transaction) throws InterruptedException {
    RestAnswer answer =
        endpoint.post(
            PATH + "init-signature",
            IdentityProviderMessages.start(transaction),
            headers(transaction),
            transaction.correlation());
    return switch (answer) {
      case Answered answered when answered.status() == 204 || answered.status() == 200 ->
          new Accepted(Optional.empty(), Optional.of(settings.pollAfter()));
      // the contract has one description for 400 and 500, so only 400 says that nothing was begun
      case Answered answered when answered.isServerFailure() -> new AnswerLost();
      case Answered answered -> refused(answered);
      case RestAnswer.NotSent _ -> new Unreachable();
      case RestAnswer.MaybeSent _ -> new AnswerLost();
    };
  }

  private ProviderOutcome status(ProviderTransaction transaction) throws InterruptedException {
    RestAnswer answer =
        endpoint.post(
            PATH + "confirm-signature",
            IdentityProviderMessages.status(transaction),
            headers(transaction),
            transaction.correlation());
    return switch (answer) {
      case Answered answered when answered.status() == 200 -> confirmed(answered);
      case Answered answered when answered.status() == 400 || answered.status() == 404 ->
          new Unaware();
      case Answered answered when answered.saysNothing() -> new AnswerLost();
      case Answered answered -> refused(answered);
      case RestAnswer.NotSent _ -> new Unreachable();
      case RestAnswer.MaybeSent _ -> new AnswerLost();
    };
  }

  private ProviderOutcome confirmed(Answered answered) {
    if (!answered.body().isObject()) {
      return new AnswerLost();
    }
    return switch (answered.text("status")) {
      case "PENDING" -> new Pending(Optional.of(settings.pollAfter()));
      case "SUCCESS" -> signed(answered);
      case "FAILED" -> {
        String code = answered.text("code");
        if (settings.declinedCodes().contains(code)) {
          yield new Declined();
        }
        yield new Refused(code.isEmpty() ? "FAILED" : code, settings.refusal(code));
      }
      default -> new Refused("UNKNOWN_STATUS", ProviderRefusal.OTHER);
    };
  }

  private ProviderOutcome signed(Answered answered) {
    Optional<Octets> signature = Base64Text.read(answered.body().path("signature"));
    Optional<Octets> certificate = Base64Text.read(answered.body().path("certificate"));
    return signature.isPresent() && certificate.isPresent()
        ? new Signed(Optional.of(settings.format().name()), signature.get(), certificate.get())
        : new Refused("OK_WITHOUT_PROOF", ProviderRefusal.INVALID_PROOF);
  }

  /** The body of an error tells its code, which is no more than HTTP where it has none. */
  private Refused refused(Answered answered) {
    String code = answered.text("code");
    ProviderRefusal refusal = settings.refusal(code);
    return new Refused(
        code.isEmpty() ? answered.code() : code,
        refusal == ProviderRefusal.OTHER ? answered.refusal() : refusal);
  }

  private Map<String, String> headers(ProviderTransaction transaction) {
    Map<String, String> headers = new HashMap<>();
    headers.put(
        "X-Request-ID", transaction.correlation().requestId().orElse(transaction.transactionId()));
    settings
        .authorization()
        .map(Secret::reveal)
        .ifPresent(value -> headers.put("Authorization", value));
    return headers;
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
