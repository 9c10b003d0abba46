package dev.assent.connectors.push;

import dev.assent.connectors.outbound.OutboundMeter;
import dev.assent.connectors.worker.Stopping;
import dev.assent.schemas.model.PushService;
import dev.assent.schemas.vault.PushVault;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;

/** The services that this worker hands messages to. */
public final class Pushes implements AutoCloseable {
  private final Map<PushService, PushSender> senders = new EnumMap<>(PushService.class);

  private Pushes() {}

  /**
   * Makes the clients; nobody is called yet.
   *
   * @throws dev.assent.schemas.settings.InvalidSettingsException where a file cannot be read
   */
  public static Pushes open(PushSettings settings, OutboundMeter meter, Clock clock) {
    Pushes pushes = new Pushes();
    settings
        .fcm()
        .ifPresent(fcm -> pushes.senders.put(PushService.FCM, new FcmSender(fcm, meter, clock)));
    settings.apns().ifPresent(apns -> pushes.senders.put(PushService.APNS, new ApnsSender(apns)));
    return pushes;
  }

  /** What to do with tasks. */
  public PushHandler handler(
      PushVault vault, PushLog log, PushMeter meter, Clock clock, Stopping stopping) {
    return new PushHandler(senders, vault, log, meter, clock, stopping);
  }

  @Override
  public void close() {
    senders.values().forEach(PushSender::close);
  }
}
