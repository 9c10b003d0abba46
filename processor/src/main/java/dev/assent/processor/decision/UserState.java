package dev.assent.processor.decision;

import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.provider.ProviderTrust;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What is known about a user as a whole.
 *
 * @param sequence number of events of this user so far, over all operations and credentials
 * @param openOperations operations that are not closed
 * @param standing what failures and refusals mean for what comes next
 * @param scopes ids of open operations, by their scope
 * @param credentials all that were ever registered, by id
 * @param ringing what the user's phone is asked for
 */
public record UserState(
    UserKey key,
    long sequence,
    int openOperations,
    Standing standing,
    SortedMap<String, String> scopes,
    SortedMap<String, Credential> credentials,
    Optional<Ringing> ringing) {
  /** Credentials that one user can have, revoked ones included: a limit on the record's size. */
  public static final int MOST_CREDENTIALS = 100;

  public UserState {
    scopes = Collections.unmodifiableSortedMap(scopes);
    credentials = Collections.unmodifiableSortedMap(credentials);
  }

  /** A user of whom nothing is known. */
  public static UserState unknown(UserKey key) {
    return new UserState(
        key, 0, 0, Standing.GOOD, new TreeMap<>(), new TreeMap<>(), Optional.empty());
  }

  Optional<Device> usableDevice(String serialNumber, Instant at) {
    return device(serialNumber).filter(device -> device.status().usable(at));
  }

  Optional<Device> device(String serialNumber) {
    return credentials.get(serialNumber) instanceof Device device
        ? Optional.of(device)
        : Optional.empty();
  }

  Stream<Device> usableDevices(Instant at) {
    return credentials.values().stream()
        .filter(Device.class::isInstance)
        .map(Device.class::cast)
        .filter(device -> device.status().usable(at));
  }

  Stream<Signer> usableSigners(ProviderTrust trust, Instant at) {
    return credentials.values().stream()
        .filter(Signer.class::isInstance)
        .map(Signer.class::cast)
        .filter(signer -> signer.usable(trust, at));
  }

  UserState with(Credential credential) {
    Map<String, Credential> changed = new TreeMap<>(credentials);
    changed.put(credential.id(), credential);
    return new UserState(
        key, sequence, openOperations, standing, scopes, new TreeMap<>(changed), ringing);
  }

  UserState with(Standing changed) {
    return new UserState(key, sequence, openOperations, changed, scopes, credentials, ringing);
  }

  /** Whether the phone is asked for another operation at this time. */
  boolean isRingingForAnother(String operationId, Instant at) {
    return ringing
        .filter(call -> !call.operationId().equals(operationId) && at.isBefore(call.until()))
        .isPresent();
  }

  UserState rings(Operation operation) {
    return with(Optional.of(new Ringing(operation.operationId(), operation.expiresAt())));
  }

  /** The provider has no more to ask for this operation. */
  UserState silent(Operation operation) {
    return with(ringing.filter(call -> !call.operationId().equals(operation.operationId())));
  }

  private UserState with(Optional<Ringing> call) {
    return new UserState(key, sequence, openOperations, standing, scopes, credentials, call);
  }

  UserState opened(Operation operation) {
    return withOpenOperations(
        openOperations + 1,
        changed ->
            operation
                .terms()
                .scope()
                .ifPresent(scope -> changed.put(scope, operation.operationId())));
  }

  UserState closed(Operation operation) {
    return withOpenOperations(
        openOperations - 1,
        changed ->
            operation
                .terms()
                .scope()
                .ifPresent(scope -> changed.remove(scope, operation.operationId())));
  }

  UserState next() {
    return new UserState(key, sequence + 1, openOperations, standing, scopes, credentials, ringing);
  }

  private UserState withOpenOperations(int count, Consumer<Map<String, String>> change) {
    SortedMap<String, String> changed = new TreeMap<>(scopes);
    change.accept(changed);
    return new UserState(key, sequence, count, standing, changed, credentials, ringing);
  }
}
