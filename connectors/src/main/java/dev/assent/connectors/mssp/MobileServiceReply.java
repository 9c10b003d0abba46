package dev.assent.connectors.mssp;

import java.util.List;
import java.util.Optional;

/** What a mobile signature service answered. */
sealed interface MobileServiceReply {
  /**
   * An answer of the kind that was asked for.
   *
   * @param code of the status
   * @param serviceTransactionId the service's own id of the transaction
   * @param transactionId our id, as it came back
   * @param msisdn the number, as it came back
   * @param signature Base64 as it came
   * @param profiles of a profile query
   */
  record Status(
      String code,
      Optional<String> serviceTransactionId,
      Optional<String> transactionId,
      Optional<String> msisdn,
      Optional<String> signature,
      List<String> profiles)
      implements MobileServiceReply {
    public Status {
      profiles = List.copyOf(profiles);
    }
  }

  /**
   * A fault. Sender or Receiver says nothing: vendors disagree with themselves.
   *
   * @param code the sub-code, {@code _401} say
   * @param detail the sub-code's own sub-code (FiCom)
   */
  record Fault(String code, Optional<String> detail) implements MobileServiceReply {}
}
