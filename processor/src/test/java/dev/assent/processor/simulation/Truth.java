package dev.assent.processor.simulation;

import dev.assent.processor.simulation.SimulatedLog.Message;
import dev.assent.schemas.catalogue.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What people and providers really did, by which what Assent says of them is judged. */
final class Truth {
  private final Map<String, DeviceKeys> devices = new HashMap<>();
  private final Set<String> consents = new HashSet<>();
  private final Set<String> refusals = new HashSet<>();
  private final Set<String> unreached = new HashSet<>();
  private final Set<String> garbage = new HashSet<>();
  private final Map<String, String> requests = new HashMap<>();

  void holds(String userId, String serialNumber, DeviceKeys keys) {
    devices.put(userId + "/" + serialNumber, keys);
  }

  Optional<DeviceKeys> device(String userId, String serialNumber) {
    return Optional.ofNullable(devices.get(userId + "/" + serialNumber));
  }

  /** Somebody meant to approve exactly these bytes. */
  void consented(byte[] signed) {
    consents.add(HexFormat.of().formatHex(signed));
  }

  boolean hasConsented(byte[] signed) {
    return consents.contains(HexFormat.of().formatHex(signed));
  }

  /** Somebody meant to decline exactly these bytes. */
  void refused(byte[] signed) {
    refusals.add(HexFormat.of().formatHex(signed));
  }

  boolean hasRefused(byte[] signed) {
    return refusals.contains(HexFormat.of().formatHex(signed));
  }

  /** A connector could not reach the provider, and says so. */
  void unreached(String transactionId, int attempt) {
    unreached.add(transactionId + "/" + attempt);
  }

  boolean wasUnreached(String transactionId, int attempt) {
    return unreached.contains(transactionId + "/" + attempt);
  }

  /** A record that nobody can read. */
  void garbage(Message message) {
    garbage.add(message.place());
  }

  Set<String> garbage() {
    return garbage;
  }

  /** An upstream system's request: nobody waits for a reply to it. */
  void requested(Message message, String operationId) {
    requests.put(message.place(), operationId);
  }

  Map<String, String> requests() {
    return requests;
  }

  /** Whether the record may become a dead letter. */
  boolean deservesDeadLetter(String place) {
    return garbage.contains(place) || requests.containsKey(place);
  }

  /** A record's place as text. */
  static String place(Topic topic, int partition, long offset) {
    return topic + "-" + partition + "@" + offset;
  }
}
