package dev.assent.connectors.push;

import dev.assent.schemas.settings.InvalidSettingsException;
import dev.assent.schemas.settings.SettingsReader;
import java.util.Optional;

/**
 * How devices are told of challenges.
 *
 * @param fcm for Firebase Cloud Messaging, where it is set up
 * @param apns for Apple's service, where it is set up
 * @param lanes {@code push.lanes}: members of the share group in this worker, 1 to 16
 * @param laneSize messages at a time in a lane: {@code push.concurrency}, 1 to 1,024, divided by
 *     the lanes
 */
public record PushSettings(
    Optional<FcmSettings> fcm, Optional<ApnsSettings> apns, int lanes, int laneSize) {

  /**
   * Reads the settings; nothing where neither service is set up: then this process tells no device.
   *
   * @throws InvalidSettingsException where one is missing or out of range
   */
  public static Optional<PushSettings> from(SettingsReader reader) {
    Optional<FcmSettings> fcm = FcmSettings.from(reader);
    Optional<ApnsSettings> apns = ApnsSettings.from(reader);
    if (fcm.isEmpty() && apns.isEmpty()) {
      return Optional.empty();
    }
    int concurrency = reader.integer("push.concurrency", 64, 1, 1_024);
    int lanes = Math.min(concurrency, reader.integer("push.lanes", 2, 1, 16));
    return Optional.of(new PushSettings(fcm, apns, lanes, concurrency / lanes));
  }
}
