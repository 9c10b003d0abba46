package dev.assent.connectors.provider;

import dev.assent.connectors.outbound.Octets;
import dev.assent.schemas.model.ProviderRefusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What came of a request at a provider; the same cases as the body of a ConnectorOutcome. */
public sealed interface ProviderOutcome {

  /**
   * The provider took the transaction over and asks the user.
   *
   * @param providerReference its own id of the transaction
   * @param pollAfter when its status can be asked for first; nothing: as Assent sees fit
   * @param verificationCode what the user compares, where the provider computes or issues one
   */
  record Accepted(
      Optional<String> providerReference,
      Optional<Duration> pollAfter,
      Optional<String> verificationCode)
      implements ProviderOutcome {
    /** Without a verification code. */
    public Accepted(Optional<String> providerReference, Optional<Duration> pollAfter) {
      this(providerReference, pollAfter, Optional.empty());
    }
  }

  /** The user has not answered yet. */
  record Pending(Optional<Duration> pollAfter) implements ProviderOutcome {}

  /**
   * The provider says that the user consented. Not believed here: the processor verifies.
   *
   * @param format the form of the signature, a name of {@code dev.assent.schemas.provider}; nothing
   *     for a raw signature over the document
   * @param certificate X.509 certificate of the signer, DER
   * @param signedContent what the signature is over, where that is neither in it nor the document
   *     itself
   * @param material what the certificate is validated with
   */
  record Signed(
      Optional<String> format,
      Octets signature,
      Octets certificate,
      Optional<Octets> signedContent,
      Material material)
      implements ProviderOutcome {
    /** Without anything to validate the certificate with. */
    public Signed(
        Optional<String> format,
        Octets signature,
        Octets certificate,
        Optional<Octets> signedContent) {
      this(format, signature, certificate, signedContent, Material.NONE);
    }

    /** Over the document itself, or over what the signature holds. */
    public Signed(Optional<String> format, Octets signature, Octets certificate) {
      this(format, signature, certificate, Optional.empty());
    }

    /** The same with something to validate the certificate with. */
    public Signed with(Material fetched) {
      return new Signed(format, signature, certificate, signedContent, fetched);
    }
  }

  /**
   * What a certificate is validated with; each DER.
   *
   * @param chain certificates between the signer's and an anchor
   * @param ocspResponses OCSP responses (RFC 6960)
   * @param revocationLists revocation lists (RFC 5280 section 5)
   */
  record Material(List<Octets> chain, List<Octets> ocspResponses, List<Octets> revocationLists) {
    /** Nothing. */
    public static final Material NONE = new Material(List.of(), List.of(), List.of());

    public Material {
      chain = List.copyOf(chain);
      ocspResponses = List.copyOf(ocspResponses);
      revocationLists = List.copyOf(revocationLists);
    }
  }

  /** The user refused. */
  record Declined() implements ProviderOutcome {}

  /**
   * The provider will not carry the transaction out, for good. An unknown code is one of these,
   * never a {@link Signed}.
   *
   * @param code the provider's code, 1 to 64 printable ASCII characters with no run of digits as
   *     long as a calling number's; anything else is replaced. Our own word where the provider was
   *     not asked
   * @param refusal what the code means
   */
  record Refused(String code, ProviderRefusal refusal) implements ProviderOutcome {
    private static final Pattern CODE = Pattern.compile("(?!.*[0-9]{7})[!-~]{1,64}");

    public Refused {
      // it goes into topics and metrics: whatever a provider answers must not get there whole
      if (!CODE.matcher(code).matches()) {
        code = "UNREADABLE_CODE";
      }
    }
  }

  /** The call certainly did not reach the provider: a start is made again after a back-off. */
  record Unreachable() implements ProviderOutcome {}

  /** The call may have reached the provider: a start is never made again, but asked about. */
  record AnswerLost() implements ProviderOutcome {}

  /** The provider knows nothing of the transaction. */
  record Unaware() implements ProviderOutcome {}
}
