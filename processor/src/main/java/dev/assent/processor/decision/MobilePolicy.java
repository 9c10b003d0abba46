package dev.assent.processor.decision;

import dev.assent.schemas.model.PolicyLimit;
import java.util.Map;

/**
 * What a tenant decided about mobile signatures.
 *
 * @param maximumFailures signatures of a phone in a row that do not verify, after which its
 *     credential is locked; the range is in {@link PolicyLimit}
 * @param connectors connector of each mobile signature service provider, by its URI
 * @param otherConnector connector of the others
 */
public record MobilePolicy(
    int maximumFailures, Map<String, String> connectors, String otherConnector) {
  static final MobilePolicy STANDARD =
      new MobilePolicy(
          (int) PolicyLimit.MAXIMUM_MOBILE_SIGNATURE_FAILURES.standard(), Map.of(), "mssp");

  public MobilePolicy {
    PolicyLimit.MAXIMUM_MOBILE_SIGNATURE_FAILURES.require(maximumFailures);
    connectors = Map.copyOf(connectors);
  }

  String connector(String msspIdentifier) {
    return connectors.getOrDefault(msspIdentifier, otherConnector);
  }
}
