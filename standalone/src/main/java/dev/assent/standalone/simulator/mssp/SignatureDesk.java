package dev.assent.standalone.simulator.mssp;

import dev.assent.standalone.simulator.mssp.ServiceAnswer.Cut;
import dev.assent.standalone.simulator.mssp.ServiceAnswer.Fault;
import dev.assent.standalone.simulator.mssp.ServiceAnswer.Garbage;
import dev.assent.standalone.simulator.mssp.ServiceAnswer.Silence;
import dev.assent.standalone.simulator.mssp.ServiceAnswer.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The service behind the wire: transactions, what the phones answer, and how often they rang. For
 * any number of threads.
 */
final class SignatureDesk {
  static final String APP_PROFILE = "http://mid.swisscom.ch/Device-LoA4";
  private static final List<String> PROFILES =
      List.of("http://mid.swisscom.ch/Any-LoA4", "http://mid.swisscom.ch/STK-LoA4", APP_PROFILE);

  private final SimulatedPhone phone;
  private final RequestRules rules;
  private final Optional<Duration> answersAfter;
  private final InstantSource clock;
  private final Set<String> triplets = new HashSet<>();
  private final Map<String, SimulatedTransaction> byServiceId = new HashMap<>();
  private final Map<String, Integer> prompts = new LinkedHashMap<>();
  private int lastId;

  /**
   * A desk without transactions.
   *
   * @param answersAfter how long users take; nothing: until they are told to
   */
  SignatureDesk(
      SimulatedPhone phone,
      RequestRules rules,
      Optional<Duration> answersAfter,
      InstantSource clock) {
    this.phone = phone;
    this.rules = rules;
    this.answersAfter = answersAfter;
    this.clock = clock;
  }

  synchronized ServiceAnswer answer(ServiceCall call) {
    Optional<Fault> fault = rules.fault(call);
    if (fault.isPresent()) {
      return fault.get();
    }
    if (!triplets.add(
        call.method()
            + " "
            + call.text("AP_ID")
            + " "
            + call.text("AP_TransID")
            + " "
            + call.text("Instant"))) {
      return new Fault("101", "AP_ID, AP_TransID and Instant were here before");
    }
    return switch (call.method()) {
      case SIGNATURE -> begin(call);
      case STATUS -> status(call);
      case RECEIPT -> receipt(call);
      case PROFILE -> profile(call);
    };
  }

  private ServiceAnswer begin(ServiceCall call) {
    String number = call.number();
    Behaviour behaviour = Behaviour.of(number);
    if (behaviour == Behaviour.CODE && RequestRules.isOfRequest(Behaviour.code(number))) {
      return new Fault(Behaviour.code(number), "Provoked by the number");
    }
    if (behaviour == Behaviour.TIME_OUT) {
      return new Silence();
    }
    for (SimulatedTransaction other : openOf(number)) {
      if (!call.text("SignatureProfile").equals(APP_PROFILE)) {
        return new Fault("406", "Another signature is under way");
      }
      other.answer(SimulatedTransaction.Answered.CANCELLED);
    }
    lastId++;
    SimulatedTransaction transaction =
        new SimulatedTransaction("h" + lastId, call, clock.instant());
    byServiceId.put(transaction.serviceId(), transaction);
    prompts.merge(call.text("AP_TransID"), 1, Integer::sum);
    return switch (behaviour) {
      case ANSWER_LOST -> new Cut();
      case DUPLICATE -> {
        transaction.answer(SimulatedTransaction.Answered.SIGNED);
        yield signed(transaction, "500");
      }
      case WRONG_TRANSACTION -> told("100", transaction, "another-transaction");
      case ELLIPTIC_CURVE,
          RSA,
          CODE,
          SLOW,
          TIME_OUT,
          WRONG_SIGNER,
          WRONG_CONTENT,
          EXPIRED_CERTIFICATE,
          REVOKED_CERTIFICATE,
          GARBAGE,
          GARBAGE_SIGNATURE,
          BROKEN_SIGNATURE,
          NO_SIGNATURE,
          UNKNOWN_CODE,
          BY_HAND ->
          told("100", transaction, transaction.transactionId());
    };
  }

  private List<SimulatedTransaction> openOf(String number) {
    return byServiceId.values().stream()
        .filter(one -> one.number().equals(number))
        .filter(one -> state(one) == SimulatedTransaction.Answered.NOT_YET)
        .toList();
  }

  private ServiceAnswer status(ServiceCall call) {
    SimulatedTransaction transaction = byServiceId.get(call.text("MSSP_TransID"));
    if (transaction == null || !transaction.transactionId().equals(call.text("AP_TransID"))) {
      return new Fault("101", "No such transaction");
    }
    Behaviour behaviour = Behaviour.of(transaction.number());
    if (behaviour == Behaviour.GARBAGE) {
      return new Garbage();
    }
    return switch (state(transaction)) {
      case NOT_YET -> told("504", transaction, transaction.transactionId());
      case EXPIRED -> new Fault("208", "EXPIRED_TRANSACTION");
      case CANCELLED -> new Fault("401", "USER_CANCEL");
      case SIGNED -> answered(transaction, behaviour);
    };
  }

  private ServiceAnswer answered(SimulatedTransaction transaction, Behaviour behaviour) {
    return switch (behaviour) {
      case CODE -> provoked(transaction, Behaviour.code(transaction.number()));
      case NO_SIGNATURE -> told("500", transaction, transaction.transactionId());
      case UNKNOWN_CODE -> signed(transaction, "599");
      case ELLIPTIC_CURVE,
          RSA,
          SLOW,
          TIME_OUT,
          ANSWER_LOST,
          DUPLICATE,
          WRONG_SIGNER,
          WRONG_CONTENT,
          EXPIRED_CERTIFICATE,
          REVOKED_CERTIFICATE,
          GARBAGE,
          GARBAGE_SIGNATURE,
          BROKEN_SIGNATURE,
          WRONG_TRANSACTION,
          BY_HAND ->
          signed(transaction, "500");
    };
  }

  private ServiceAnswer provoked(SimulatedTransaction transaction, String code) {
    return RequestRules.isStatus(code)
        ? signed(transaction, code)
        : new Fault(code, "Provoked by the number");
  }

  private ServiceAnswer signed(SimulatedTransaction transaction, String code) {
    byte[] cms =
        transaction.signature(
            () -> phone.sign(transaction.number(), transaction.mimeType(), transaction.data()));
    return new Told(
        code,
        transaction.transactionId(),
        Optional.of(transaction.number()),
        Optional.of(transaction.serviceId()),
        Optional.of(Base64.getEncoder().encodeToString(cms)),
        List.of());
  }

  private static Told told(String code, SimulatedTransaction transaction, String echo) {
    return new Told(
        code,
        echo,
        Optional.of(transaction.number()),
        Optional.of(transaction.serviceId()),
        Optional.empty(),
        List.of());
  }

  private ServiceAnswer receipt(ServiceCall call) {
    SimulatedTransaction transaction = byServiceId.get(call.text("MSSP_TransID"));
    if (transaction == null
        || state(transaction) != SimulatedTransaction.Answered.SIGNED
        || !transaction.takeReceipt(call.text("Data"))) {
      return new Fault("101", "No signature without a receipt of this transaction");
    }
    return told("100", transaction, transaction.transactionId());
  }

  private static ServiceAnswer profile(ServiceCall call) {
    if (Behaviour.of(call.number()) == Behaviour.CODE
        && RequestRules.isOfRequest(Behaviour.code(call.number()))) {
      return new Fault(Behaviour.code(call.number()), "Provoked by the number");
    }
    return new Told(
        "100",
        call.text("AP_TransID"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        PROFILES);
  }

  /** What the user has come to; the clock decides where nobody did. */
  private SimulatedTransaction.Answered state(SimulatedTransaction transaction) {
    Instant now = clock.instant();
    Optional<Duration> after =
        Behaviour.of(transaction.number()) == Behaviour.BY_HAND ? Optional.empty() : answersAfter;
    return transaction.state(now, after);
  }

  /** Has the user of a transaction answer; whether there was something to answer. */
  synchronized boolean answer(String transactionId, SimulatedTransaction.Answered answer) {
    List<SimulatedTransaction> open =
        byServiceId.values().stream()
            .filter(one -> one.transactionId().equals(transactionId))
            .filter(one -> state(one) == SimulatedTransaction.Answered.NOT_YET)
            .toList();
    open.forEach(one -> one.answer(answer));
    return !open.isEmpty();
  }

  /** How often a phone rang, by {@code AP_TransID}. */
  synchronized Map<String, Integer> prompts() {
    return Map.copyOf(prompts);
  }

  /** The transactions of an {@code AP_TransID}, as they stand. */
  synchronized List<Standing> standing(Collection<String> transactionIds) {
    List<Standing> found = new ArrayList<>();
    for (SimulatedTransaction one : byServiceId.values()) {
      if (transactionIds.contains(one.transactionId())) {
        found.add(new Standing(one.serviceId(), state(one).name(), one.data(), one.receipt()));
      }
    }
    return found;
  }

  /**
   * How a transaction stands.
   *
   * @param shown what the phone shows
   */
  record Standing(String serviceId, String state, String shown, Optional<String> receipt) {}
}
