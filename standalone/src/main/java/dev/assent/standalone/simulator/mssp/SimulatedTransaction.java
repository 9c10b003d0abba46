package dev.assent.standalone.simulator.mssp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** One request to sign that reached a phone; guarded by the desk. */
final class SimulatedTransaction {
  /** The life of a transaction without {@code TimeOut} (FiCom). */
  private static final Duration USUAL_LIFE = Duration.ofMinutes(5);

  private final String serviceId;
  private final ServiceCall call;
  private final Instant begin;
  private final Instant end;
  private Answered answered = Answered.NOT_YET;
  private byte[] signature;
  private String receipt;

  /** What the user did. */
  enum Answered {
    NOT_YET,
    SIGNED,
    CANCELLED,
    EXPIRED
  }

  SimulatedTransaction(String serviceId, ServiceCall call, Instant begin) {
    this.serviceId = serviceId;
    this.call = call;
    this.begin = begin;
    this.end =
        begin.plus(
            call.value("TimeOut")
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(USUAL_LIFE));
  }

  String serviceId() {
    return serviceId;
  }

  String transactionId() {
    return call.text("AP_TransID");
  }

  String number() {
    return call.number();
  }

  String mimeType() {
    return call.text("MimeType");
  }

  String data() {
    return call.text("Data");
  }

  Optional<String> receipt() {
    return Optional.ofNullable(receipt);
  }

  /** What the user has come to, where users sign after a while. */
  Answered state(Instant now, Optional<Duration> after) {
    if (answered == Answered.NOT_YET) {
      Optional<Instant> signs = after.map(begin::plus).filter(end::isAfter);
      if (signs.isPresent() && !signs.get().isAfter(now)) {
        answered = Answered.SIGNED;
      } else if (!end.isAfter(now)) {
        answered = Answered.EXPIRED;
      }
    }
    return answered;
  }

  void answer(Answered answer) {
    answered = answer;
  }

  /** The same signature however often it is asked for. */
  byte[] signature(Supplier<byte[]> signer) {
    if (signature == null) {
      signature = signer.get();
    }
    return signature.clone();
  }

  /** Takes the one receipt that a signature has. */
  boolean takeReceipt(String message) {
    if (receipt != null) {
      return false;
    }
    receipt = message;
    return true;
  }
}
