package dev.assent.standalone.simulator.rest;

import dev.assent.standalone.simulator.authority.CertifiedKey;
import dev.assent.standalone.simulator.authority.KeyKind;
import dev.assent.standalone.simulator.authority.TestAuthority;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The keys of a simulated provider's users, made when they are first needed. */
public final class SimulatedSigners {
  private final TestAuthority authority;
  private final KeyKind usual;
  private final UnaryOperator<String> serialNumber;
  private final Map<String, CertifiedKey> keys = new ConcurrentHashMap<>();

  /**
   * Users of one provider.
   *
   * @param usual what their keys are
   */
  public SimulatedSigners(TestAuthority authority, KeyKind usual) {
    this(authority, usual, UnaryOperator.identity());
  }

  /**
   * Signers who are known by another name than that of their certificates.
   *
   * @param serialNumber of the certificate's subject, by the user
   */
  public SimulatedSigners(
      TestAuthority authority, KeyKind usual, UnaryOperator<String> serialNumber) {
    this.authority = authority;
    this.usual = usual;
    this.serialNumber = serialNumber;
  }

  /** The user's own key. */
  public CertifiedKey of(String user) {
    return keys.computeIfAbsent(user, this::issued);
  }

  /** The key that signs for the user: not always the user's own. */
  public CertifiedKey signing(String user) {
    return Misbehaviour.of(user) == Misbehaviour.WRONG_SIGNER ? of("not " + user) : of(user);
  }

  private CertifiedKey issued(String user) {
    String name = "Simulated " + user;
    String number = serialNumber.apply(user);
    return switch (Misbehaviour.of(user)) {
      case EXPIRED_CERTIFICATE -> authority.issueExpired(usual, name, number);
      case REVOKED_CERTIFICATE -> authority.issueRevoked(usual, name, number);
      case RSA_KEY -> authority.issue(KeyKind.RSA, name, number);
      default -> authority.issue(usual, name, number);
    };
  }
}
