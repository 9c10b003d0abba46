package dev.assent.processor.decision;

import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.ocra.OcraPosition;
import dev.assent.schemas.ocra.OcraSuite;
import java.util.OptionalLong;
import java.util.Set;

/** What the proofs of a device are verified with. */
public sealed interface ProofKey {
  /** The kinds of proof that it can verify. */
  Set<ProofKind> proofKinds();

  /** Whether it can be used for operations of that kind. */
  boolean serves(OperationKind kind);

  /** Whether the other one is the same key, whatever their counters are. */
  boolean isSameAs(ProofKey other);

  /** A public key. */
  record Signing(SigningKey key) implements ProofKey {
    private static final Set<ProofKind> KINDS =
        Set.of(ProofKind.DEVICE_SIGNATURE, ProofKind.DEVICE_PIN, ProofKind.DEVICE_BIOMETRIC);

    @Override
    public Set<ProofKind> proofKinds() {
      return KINDS;
    }

    @Override
    public boolean serves(OperationKind kind) {
      return true;
    }

    @Override
    public boolean isSameAs(ProofKey other) {
      return equals(other);
    }
  }

  /**
   * An OCRA secret (RFC 6287), encrypted.
   *
   * @param position the counters and time steps that are still accepted; only moves forward
   */
  record Ocra(OcraSuite suite, EncryptedSecret secret, OcraPosition position) implements ProofKey {

    /**
     * A secret as it is registered.
     *
     * @param counter the first counter, for a suite with one
     * @throws IllegalArgumentException where the suite is not on the allow-list
     */
    public static Ocra registered(OcraSuite suite, EncryptedSecret secret, long counter) {
      OcraPosition initial = OcraPosition.initial(suite.requireAllowed());
      OptionalLong next = suite.usesCounter() ? OptionalLong.of(counter) : OptionalLong.empty();
      return new Ocra(
          suite, secret, new OcraPosition(next, initial.lastTimeStep(), initial.outOfStep()));
    }

    @Override
    public Set<ProofKind> proofKinds() {
      return Set.of(ProofKind.OCRA);
    }

    @Override
    public boolean serves(OperationKind kind) {
      return kind == OperationKind.AUTHENTICATION || suite.usableForSigning();
    }

    @Override
    public boolean isSameAs(ProofKey other) {
      return other instanceof Ocra ocra && suite.equals(ocra.suite) && secret.equals(ocra.secret);
    }
  }
}
