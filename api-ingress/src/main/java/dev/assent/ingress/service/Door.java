package dev.assent.ingress.service;

import dev.assent.schemas.avro.OperationKind;
import java.time.Duration;
import java.util.Optional;

/**
 * Which operations a device reaches through a service: any other is unknown or expired there.
 *
 * @param kind the only kind, where there is one
 * @param maximumAge how long after its creation an operation is served, where that is limited
 */
public record Door(Optional<OperationKind> kind, Optional<Duration> maximumAge) {
  /** Every operation, until its own deadline. */
  public static final Door ANY = new Door(Optional.empty(), Optional.empty());

  /** Operations of this kind, until they are so old. */
  public static Door of(OperationKind kind, Duration maximumAge) {
    return new Door(Optional.of(kind), Optional.of(maximumAge));
  }

  OperationKind kindOrNull() {
    return kind.orElse(null);
  }

  Long maximumAgeOrNull() {
    return maximumAge.map(Duration::toMillis).orElse(null);
  }
}
