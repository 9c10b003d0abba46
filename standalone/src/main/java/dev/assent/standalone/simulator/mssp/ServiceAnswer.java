package dev.assent.standalone.simulator.mssp;

import java.util.List;
import java.util.Optional;

/** What the service says, before it has a wire form. */
sealed interface ServiceAnswer {
  /**
   * A status.
   *
   * @param echo the {@code AP_TransID} that is told back
   * @param signature Base64
   */
  record Told(
      String code,
      String echo,
      Optional<String> number,
      Optional<String> serviceTransactionId,
      Optional<String> signature,
      List<String> profiles)
      implements ServiceAnswer {
    public Told {
      profiles = List.copyOf(profiles);
    }
  }

  /** A fault: HTTP 500, whatever it is about. */
  record Fault(String code, String reason) implements ServiceAnswer {}

  /** Bytes that are no answer. */
  record Garbage() implements ServiceAnswer {}

  /** The connection ends without an answer. */
  record Cut() implements ServiceAnswer {}

  /** The connection stays, without an answer. */
  record Silence() implements ServiceAnswer {}
}
