package dev.assent.connectors.mssp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.connectors.mssp.MobileServiceCode.Meaning;
import dev.assent.connectors.mssp.MobileServiceReply.Fault;
import dev.assent.connectors.mssp.MobileServiceReply.Status;
import dev.assent.connectors.mssp.MobileServiceRequest.Content;
import dev.assent.connectors.mssp.MobileServiceRequest.Header;
import dev.assent.connectors.mssp.MobileServiceRequest.ProfileQuery;
import dev.assent.connectors.mssp.MobileServiceRequest.Receipt;
import dev.assent.connectors.mssp.MobileServiceRequest.Signature;
import dev.assent.connectors.mssp.MobileServiceRequest.StatusQuery;
import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.outbound.OutboundAnswer.MaybeSent;
import dev.assent.connectors.outbound.OutboundAnswer.NotSent;
import dev.assent.connectors.outbound.OutboundAnswer.Received;
import dev.assent.connectors.outbound.OutboundCall;
import dev.assent.connectors.outbound.OutboundClient;
import dev.assent.connectors.provider.Provider;
import dev.assent.connectors.provider.ProviderOutcome;
import dev.assent.connectors.provider.ProviderOutcome.AnswerLost;
import dev.assent.connectors.provider.ProviderOutcome.Refused;
import dev.assent.connectors.provider.ProviderOutcome.Signed;
import dev.assent.connectors.provider.ProviderOutcome.Unreachable;
import dev.assent.connectors.provider.ProviderRequest;
import dev.assent.connectors.provider.ProviderSurroundings;
import dev.assent.connectors.provider.ProviderTransaction;
import dev.assent.connectors.provider.Subscriber;
import dev.assent.schemas.json.StrictJson;
import dev.assent.schemas.model.ProviderRefusal;
import dev.assent.schemas.provider.SignedContent;
import dev.assent.schemas.settings.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A mobile signature service by ETSI TS 102 204, asked and polled ({@code asynchClientServer}).
 *
 * <p>The service's own id of a transaction is only in the answer to the signature request. Where
 * that is lost, nobody can ask, and the operation ends with its deadline: it is never sent again.
 */
final class MobileServiceProvider implements Provider {
  private final MobileServiceSettings settings;
  private final MobileServiceWire wire;
  private final OutboundClient client;
  private final Clock clock;
  private final Verdict verdict;

  MobileServiceProvider(
      MobileServiceSettings settings, MobileServiceWire wire, ProviderSurroundings surroundings) {
    this.settings = settings;
    this.wire = wire;
    this.client = new OutboundClient(settings.outbound(), surroundings.meter());
    this.clock = surroundings.clock();
    this.verdict = new Verdict(settings.form().format(), settings.firstPoll(), settings.nextPoll());
  }

  @Override
  public ProviderOutcome carryOut(ProviderRequest request) throws InterruptedException {
    Optional<Subscriber> subscriber = request.transaction().subscriber();
    if (subscriber.isEmpty()) {
      return new Refused("NO_MOBILE_SIGNATURE", ProviderRefusal.CONFIG_ERROR);
    }
    return switch (request) {
      case ProviderRequest.Start(ProviderTransaction transaction) ->
          start(transaction, subscriber.get());
      case ProviderRequest.Status(ProviderTransaction transaction) ->
          status(transaction, subscriber.get());
    };
  }

  private ProviderOutcome start(ProviderTransaction transaction, Subscriber subscriber)
      throws InterruptedException {
    Optional<Content> content = content(transaction.document().bytes());
    if (content.isEmpty()) {
      return new Refused("TEXT_NOT_SHOWABLE", ProviderRefusal.CONFIG_ERROR);
    }
    Optional<ProviderOutcome> hindrance = hindrance(transaction, subscriber);
    if (hindrance.isPresent()) {
      return hindrance.get();
    }
    Duration left = Duration.between(clock.instant(), transaction.expiresAt());
    if (left.compareTo(MobileServiceSettings.SHORTEST_TIMEOUT) < 0) {
      // the phone would go on ringing when its next operation is begun already
      return new Unreachable();
    }
    Signature request =
        new Signature(
            header(transaction, subscriber),
            subscriber.msisdn(),
            left.compareTo(settings.signatureTimeout()) < 0 ? left : settings.signatureTimeout(),
            settings.signatureProfile(),
            content.get(),
            language(transaction.document().bytes()));
    return switch (exchange(request, transaction)) {
      case Exchange.Answered(MobileServiceReply reply) when isOurs(reply, request) ->
          verdict.ofStart(reply);
      case Exchange.Answered _, Exchange.Lost _ -> new AnswerLost();
      case Exchange.NotMade _ -> new Unreachable();
    };
  }

  private ProviderOutcome status(ProviderTransaction transaction, Subscriber subscriber)
      throws InterruptedException {
    if (transaction.providerReference().isEmpty()) {
      return new AnswerLost();
    }
    StatusQuery request =
        new StatusQuery(header(transaction, subscriber), transaction.providerReference().get());
    ProviderOutcome outcome =
        switch (exchange(request, transaction)) {
          case Exchange.Answered(MobileServiceReply reply) when isOurs(reply, request) ->
              verdict.ofStatus(reply);
          case Exchange.Answered _, Exchange.Lost _ -> new AnswerLost();
          case Exchange.NotMade _ -> new Unreachable();
        };
    if (outcome instanceof Signed) {
      giveReceipt(transaction, subscriber);
    }
    return outcome;
  }

  /** What keeps the phone from being asked; a query rings nowhere, so it can be made again. */
  private Optional<ProviderOutcome> hindrance(
      ProviderTransaction transaction, Subscriber subscriber) throws InterruptedException {
    if (!settings.checksProfile()) {
      return Optional.empty();
    }
    ProfileQuery request = new ProfileQuery(header(transaction, subscriber), subscriber.msisdn());
    return switch (exchange(request, transaction)) {
      case Exchange.Answered(Status status) when Verdict.meaning(status) == Meaning.ACCEPTED ->
          status.profiles().contains(settings.signatureProfile())
              ? Optional.empty()
              : Optional.of(
                  new Refused(
                      Integer.toString(MobileServiceCode.UNSUPPORTED_PROFILE.number()),
                      MobileServiceCode.UNSUPPORTED_PROFILE.refusal()));
      case Exchange.Answered(MobileServiceReply reply)
          when Verdict.meaning(reply) == Meaning.TRANSIENT ->
          Optional.of(new Unreachable());
      case Exchange.Answered(MobileServiceReply reply) -> Optional.of(Verdict.refused(reply));
      case Exchange.Lost _, Exchange.NotMade _ -> Optional.of(new Unreachable());
    };
  }

  /** Courtesy to the user: nothing follows from what is answered. */
  private void giveReceipt(ProviderTransaction transaction, Subscriber subscriber)
      throws InterruptedException {
    if (settings.receipt().isPresent()) {
      exchange(
          new Receipt(
              header(transaction, subscriber),
              subscriber.msisdn(),
              transaction.providerReference().orElseThrow(),
              settings.receipt().get()),
          transaction);
    }
  }

  private Exchange exchange(MobileServiceRequest request, ProviderTransaction transaction)
      throws InterruptedException {
    OutboundCall call =
        OutboundCall.post(
            URI.create(settings.url() + wire.path(request)),
            wire.headers(),
            Octets.of(wire.write(request)),
            transaction.correlation());
    return switch (client.send(call)) {
      case Received received ->
          wire.read(request, received.body().bytes())
              .<Exchange>map(Exchange.Answered::new)
              .orElseGet(Exchange.Lost::new);
      case MaybeSent _ -> new Exchange.Lost();
      case NotSent _ -> new Exchange.NotMade();
    };
  }

  /** An answer that names another transaction or number answers somebody else. */
  private static boolean isOurs(MobileServiceReply reply, MobileServiceRequest request) {
    return switch (reply) {
      case Fault _ -> true;
      case Status status ->
          status.transactionId().map(request.header().transactionId()::equals).orElse(true)
              && (!(request instanceof Signature signature)
                  || status
                      .msisdn()
                      .map(number -> digits(new Secret(number)).equals(digits(signature.msisdn())))
                      .orElse(true));
    };
  }

  private Header header(ProviderTransaction transaction, Subscriber subscriber) {
    return new Header(
        settings.applicationProvider(),
        settings.password(),
        transaction.transactionId(),
        clock.instant(),
        subscriber.msspIdentifier().or(settings::service));
  }

  private Optional<Content> content(byte[] document) {
    return StrictJson.readObject(document)
        .filter(members -> members.path("display").isObject())
        .flatMap(_ -> settings.form().content(SignedContent.of(document)));
  }

  private String language(byte[] document) {
    return StrictJson.readObject(document)
        .map(members -> members.path("language"))
        .map(JsonNode::textValue)
        .map(text -> text.split("[-_]", 2)[0].toUpperCase(Locale.ROOT))
        .filter(settings.languages()::contains)
        .orElse(settings.language());
  }

  private static String digits(Secret msisdn) {
    return msisdn.reveal().replace("+", "");
  }

  @Override
  public void close() {
    client.close();
  }

  /** What came of one exchange. */
  private sealed interface Exchange {
    record Answered(MobileServiceReply reply) implements Exchange {}

    record Lost() implements Exchange {}

    record NotMade() implements Exchange {}
  }
}
