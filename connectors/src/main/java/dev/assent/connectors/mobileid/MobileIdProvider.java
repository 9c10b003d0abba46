package dev.assent.connectors.mobileid;

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
import java.util.Map;
import java.util.Optional;

/**
 * Asks users over Mobile-ID. The provider knows a transaction only by the session that it opened:
 * where the answer to a start is lost, nobody can ask for it, and the operation ends with its
 * deadline.
 */
final class MobileIdProvider implements Provider {
  private static final Optional<String> FORMAT = Optional.of(ProofFormat.DOCUMENT_SHA256.name());

  /** What {@code /certificate} answers where there is none. */
  private static final String NOT_FOUND = "NOT_FOUND";

  private final MobileIdSettings settings;
  private final MobileIdMessages messages;
  private final RestEndpoint endpoint;

  MobileIdProvider(MobileIdSettings settings, RestEndpoint endpoint) {
    this.settings = settings;
    this.messages = new MobileIdMessages(settings);
    this.endpoint = endpoint;
  }

  @Override
  public ProviderOutcome carryOut(ProviderRequest request) throws InterruptedException {
    ProviderTransaction transaction = request.transaction();
    Optional<Subscriber> subscriber =
        transaction.subscriber().filter(known -> known.identificator().isPresent());
    if (subscriber.isEmpty()) {
      return new Refused("NO_SUBSCRIBER", ProviderRefusal.CONFIG_ERROR);
    }
    AskedOperation asked = AskedOperation.of(transaction.document());
    return switch (request) {
      case ProviderRequest.Start _ -> start(transaction, subscriber.get(), asked);
      case ProviderRequest.Status _ -> {
        Optional<String> session = transaction.providerReference().flatMap(SessionName::of);
        yield session.isPresent()
            ? status(transaction, subscriber.get(), asked, session.get())
            : new AnswerLost();
      }
    };
  }

  private ProviderOutcome start(
      ProviderTransaction transaction, Subscriber subscriber, AskedOperation asked)
      throws InterruptedException {
    byte[] hash = asked.content().hash(MobileIdMessages.HASH);
    String shown = asked.content().displayText();
    Optional<DisplayedText> text = DisplayedText.of(shown);
    if (text.isEmpty()) {
      return new Refused("TEXT_TOO_LONG", ProviderRefusal.CONFIG_ERROR);
    }
    RestAnswer answer =
        endpoint.post(
            "/" + resource(asked.kind()),
            messages.start(subscriber, hash, text.filter(_ -> !shown.isBlank())),
            Map.of(),
            transaction.correlation());
    return switch (answer) {
      case Answered answered when answered.status() == 200 ->
          SessionName.of(session(answered))
              .<ProviderOutcome>map(
                  session ->
                      new Accepted(
                          Optional.of(session),
                          Optional.of(settings.pollAfter()),
                          Optional.of(MobileIdVerificationCode.of(hash))))
              .orElseGet(AnswerLost::new);
      case Answered answered when answered.isServerFailure() -> new AnswerLost();
      case Answered answered -> new Refused(answered.code(), answered.refusal());
      case RestAnswer.NotSent _ -> new Unreachable();
      case RestAnswer.MaybeSent _ -> new AnswerLost();
    };
  }

  /** Older answers spell it {@code sessionId}. */
  private static String session(Answered answered) {
    String session = answered.text("sessionID");
    return session.isEmpty() ? answered.text("sessionId") : session;
  }

  private ProviderOutcome status(
      ProviderTransaction transaction, Subscriber subscriber, AskedOperation asked, String session)
      throws InterruptedException {
    RestAnswer answer =
        endpoint.get(
            "/%s/session/%s?timeoutMs=%d"
                .formatted(resource(asked.kind()), session, settings.statusWait().toMillis()),
            settings.statusWait(),
            transaction.correlation());
    return switch (answer) {
      case Answered answered when answered.status() == 200 ->
          switch (answered.text("state")) {
            case "RUNNING" -> new Pending(Optional.of(settings.pollAfter()));
            case "COMPLETE" -> ended(transaction, subscriber, asked, answered);
            default -> new AnswerLost();
          };
      case Answered answered when answered.status() == 404 -> new Unaware();
      case Answered answered when answered.saysNothing() -> new AnswerLost();
      case Answered answered -> new Refused(answered.code(), answered.refusal());
      case RestAnswer.NotSent _ -> new Unreachable();
      case RestAnswer.MaybeSent _ -> new AnswerLost();
    };
  }

  private ProviderOutcome ended(
      ProviderTransaction transaction,
      Subscriber subscriber,
      AskedOperation asked,
      Answered answered)
      throws InterruptedException {
    return switch (MobileIdResult.meaning(answered.text("result"))) {
      case SIGNED ->
          asked.kind() == OperationKind.AUTHENTICATION
              ? signed(answered, answered)
              : signedByKnown(transaction, subscriber, answered);
      case DECLINED -> new Declined();
      case REFUSED -> refused(answered.text("result"));
    };
  }

  /** Of a signature the session does not tell the certificate; asking for it rings no phone. */
  private ProviderOutcome signedByKnown(
      ProviderTransaction transaction, Subscriber subscriber, Answered session)
      throws InterruptedException {
    RestAnswer answer =
        endpoint.post(
            "/certificate", messages.certificate(subscriber), Map.of(), transaction.correlation());
    return switch (answer) {
      case Answered answered when answered.saysNothing() -> new AnswerLost();
      case Answered answered -> signed(session, answered);
      case RestAnswer.NotSent _ -> new Unreachable();
      case RestAnswer.MaybeSent _ -> new AnswerLost();
    };
  }

  private static Refused refused(String result) {
    return new Refused(result, MobileIdResult.refusal(result));
  }

  private static ProviderOutcome signed(Answered session, Answered holder) {
    return Base64Text.read(session.body().path("signature").path("value"))
        .flatMap(
            signature ->
                Base64Text.read(holder.body().path("cert"))
                    .<ProviderOutcome>map(
                        certificate -> new Signed(FORMAT, signature, certificate)))
        .orElseGet(
            () ->
                holder.text("result").equals(NOT_FOUND)
                    ? new Refused(NOT_FOUND, ProviderRefusal.NOT_ENROLLED)
                    : new Refused("OK_WITHOUT_PROOF", ProviderRefusal.INVALID_PROOF));
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
