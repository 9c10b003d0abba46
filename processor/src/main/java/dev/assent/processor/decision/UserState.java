package dev.assent.processor.decision;

import dev.assent.schemas.key.UserKey;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known about a user as a whole.
 *
 * @param sequence number of events of this user so far, over all operations and devices
 * @param openOperations operations that are not closed
 * @param devices all devices that were ever registered, by serial number
 */
public record UserState(
    UserKey key, long sequence, int openOperations, SortedMap<String, Device> devices) {
  /** Devices that one user can have, revoked ones included: a limit on the record's size. */
  public static final int MOST_DEVICES = 100;

  public UserState {
    devices = Collections.unmodifiableSortedMap(devices);
  }

  /** A user of whom nothing is known. */
  public static UserState unknown(UserKey key) {
    return new UserState(key, 0, 0, new TreeMap<>());
  }

  Optional<Device> activeDevice(String serialNumber) {
    return Optional.ofNullable(devices.get(serialNumber)).filter(Device::active);
  }

  boolean hasActiveDevice() {
    return devices.values().stream().anyMatch(Device::active);
  }

  UserState with(Device device) {
    Map<String, Device> changed = new TreeMap<>(devices);
    changed.put(device.serialNumber(), device);
    return new UserState(key, sequence, openOperations, new TreeMap<>(changed));
  }

  UserState withOpenOperations(int change) {
    return new UserState(key, sequence, openOperations + change, devices);
  }

  UserState next() {
    return new UserState(key, sequence + 1, openOperations, devices);
  }
}
