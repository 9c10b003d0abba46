package dev.assent.verification.bench.connectors;

import java.time.Duration;
import java.util.List;

/**
 * How a provider fails.
 *
 * @param kind in which way
 * @param before how long all is well first
 * @param outage how long it fails
 * @param after for how long operations go on afterwards
 * @param rate operations a second that it is to be asked for, all the time
 * @param beside operations a second for the other provider
 * @param settings of the connector, besides the standard ones
 */
public record OutagePlan(
    Kind kind,
    Duration before,
    Duration outage,
    Duration after,
    int rate,
    int beside,
    List<String> settings) {
  public OutagePlan {
    settings = List.copyOf(settings);
  }

  /** The way in which a provider fails. */
  public enum Kind {
    /** It takes connections and never answers. */
    SILENT,
    /** Packets to it are dropped: no connection comes about. */
    VANISHED
  }
}
