package dev.assent.connectors.smartid;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.assent.connectors.provider.Subscriber;
import dev.assent.connectors.rest.AskedOperation;
import dev.assent.connectors.rest.Base64Text;
import dev.assent.connectors.rest.RestAnswer;
import dev.assent.connectors.rest.RestAnswer.Answered;
import dev.assent.connectors.rest.RestEndpoint;
import dev.assent.connectors.rest.SessionName;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.provider.ProofFormat;
import dev.assent.schemas.settings.Secret;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Asks users over Smart-ID. The provider knows a transaction only by the session that it opened:
 * where the answer to a start is lost, nobody can ask for it, and the operation ends with its
 * deadline.
 */
final class SmartIdProvider implements Provider {
  private static final int MAINTENANCE = 580;

  private final SmartIdSettings settings;
  private final SmartIdMessages messages;
  private final RestEndpoint endpoint;

  SmartIdProvider(SmartIdSettings settings, RestEndpoint endpoint) {
    this.settings = settings;
    this.messages = new SmartIdMessages(settings);
    this.endpoint = endpoint;
  }

  @Override
  public ProviderOutcome carryOut(ProviderRequest request) throws InterruptedException {
    AskedOperation asked = AskedOperation.of(request.transaction().document());
    String shown = asked.content().displayText();
    Optional<Interactions> interactions =
        Interactions.of(shown.isBlank() ? settings.relyingPartyName() : shown);
    if (interactions.isEmpty()) {
      return new Refused("TEXT_TOO_LONG", ProviderRefusal.CONFIG_ERROR);
    }
    return switch (request) {
      case ProviderRequest.Start(ProviderTransaction transaction) ->
          start(transaction, asked, interactions.get());
      case ProviderRequest.Status(ProviderTransaction transaction) ->
          status(transaction, asked, interactions.get());
    };
  }

  private ProviderOutcome start(
      ProviderTransaction transaction, AskedOperation asked, Interactions interactions)
      throws InterruptedException {
    Optional<AccountName> account = account(transaction);
    if (account.isEmpty()) {
      return new Refused("NO_SUBSCRIBER", ProviderRefusal.CONFIG_ERROR);
    }
    RestAnswer answer =
        endpoint.post(
            "/%s/notification/%s".formatted(resource(asked.kind()), account.get().path()),
            messages.start(asked, interactions),
            Map.of(),
            transaction.correlation());
    return switch (answer) {
      case Answered answered when answered.status() == 200 ->
          SessionName.of(answered.text("sessionID"))
              .<ProviderOutcome>map(
                  session ->
                      new Accepted(
                          Optional.of(session),
                          Optional.of(settings.pollAfter()),
                          verificationCode(asked, answered.body())))
              .orElseGet(AnswerLost::new);
      case Answered answered when answered.status() == MAINTENANCE -> new Unreachable();
      case Answered answered when answered.isServerFailure() -> new AnswerLost();
      case Answered answered -> new Refused(answered.code(), refusedStart(answered));
      case RestAnswer.NotSent _ -> new Unreachable();
      case RestAnswer.MaybeSent _ -> new AnswerLost();
    };
  }

  /** 471 and 472 are of before version 3.2. */
  private static ProviderRefusal refusedStart(Answered answered) {
    return switch (answered.status()) {
      case 404, 471 -> ProviderRefusal.NOT_ENROLLED;
      case 472 -> ProviderRefusal.BLOCKED;
      case 480 -> ProviderRefusal.CONFIG_ERROR;
      default -> answered.refusal();
    };
  }

  /** A user without a mobile signature is known by the name of the credential. */
  private static Optional<AccountName> account(ProviderTransaction transaction) {
    return AccountName.of(
        transaction
            .subscriber()
            .flatMap(Subscriber::identificator)
            .map(Secret::reveal)
            .orElse(transaction.credentialId()));
  }

  private static Optional<String> verificationCode(AskedOperation asked, JsonNode answer) {
    return switch (asked.kind()) {
      case AUTHENTICATION ->
          Optional.of(
              SmartIdVerificationCode.of(Base64.getDecoder().decode(asked.content().challenge())));
      case SIGNING ->
          Optional.of(answer.path("vc").path("value").asText(""))
              .filter(code -> code.matches("[0-9]{4}"));
    };
  }

  private ProviderOutcome status(
      ProviderTransaction transaction, AskedOperation asked, Interactions interactions)
      throws InterruptedException {
    Optional<String> session = transaction.providerReference().flatMap(SessionName::of);
    if (session.isEmpty()) {
      return new AnswerLost();
    }
    RestAnswer answer =
        endpoint.get(
            "/session/%s?timeoutMs=%d".formatted(session.get(), settings.statusWait().toMillis()),
            settings.statusWait(),
            transaction.correlation());
    return switch (answer) {
      case Answered answered when answered.status() == 200 ->
          switch (answered.text("state")) {
            case "RUNNING" -> new Pending(Optional.of(settings.pollAfter()));
            case "COMPLETE" -> ended(asked, interactions, answered.body());
            default -> new AnswerLost();
          };
      case Answered answered when answered.status() == 404 -> new Unaware();
      case Answered answered when answered.saysNothing() -> new AnswerLost();
      case Answered answered -> new Refused(answered.code(), answered.refusal());
      case RestAnswer.NotSent _ -> new Unreachable();
      case RestAnswer.MaybeSent _ -> new AnswerLost();
    };
  }

  private ProviderOutcome ended(AskedOperation asked, Interactions interactions, JsonNode session) {
    String endResult = session.path("result").path("endResult").asText("");
    return switch (SmartIdResult.meaning(endResult)) {
      case SIGNED -> signed(asked, interactions, session);
      case DECLINED -> new Declined();
      case REFUSED -> new Refused(endResult, SmartIdResult.refusal(endResult));
    };
  }

  private ProviderOutcome signed(
      AskedOperation asked, Interactions interactions, JsonNode session) {
    Optional<Octets> signature = Base64Text.read(session.path("signature").path("value"));
    Optional<Octets> certificate = Base64Text.read(session.path("cert").path("value"));
    if (signature.isEmpty() || certificate.isEmpty()) {
      return new Refused("OK_WITHOUT_PROOF", ProviderRefusal.INVALID_PROOF);
    }
    if (!settings.isEnough(session.path("cert").path("certificateLevel").asText(""))) {
      return new Refused("CERTIFICATE_LEVEL_TOO_LOW", ProviderRefusal.INVALID_PROOF);
    }
    return switch (asked.kind()) {
      case AUTHENTICATION ->
          new Signed(
              Optional.of(ProofFormat.ACSP_V2_SHA256.name()),
              signature.get(),
              certificate.get(),
              Optional.of(
                  Octets.of(
                      messages.authenticationText(asked.content(), interactions).bytes(session))));
      case SIGNING ->
          new Signed(
              Optional.of(ProofFormat.DOCUMENT_PSS_SHA256.name()),
              signature.get(),
              certificate.get());
    };
  }

  private static String resource(OperationKind kind) {
    return switch (kind) {
      case AUTHENTICATION -> "authentication";
      case SIGNING -> "signature";
    };
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
