package dev.assent.connectors.revocation;

import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.outbound.OutboundAnswer;
import dev.assent.connectors.outbound.OutboundAnswer.MaybeSent;
import dev.assent.connectors.outbound.OutboundAnswer.NotSent;
import dev.assent.connectors.outbound.OutboundAnswer.Received;
import dev.assent.connectors.outbound.OutboundCall;
import dev.assent.connectors.outbound.OutboundClient;
import dev.assent.connectors.provider.ProviderOutcome.Material;
import dev.assent.schemas.trace.Correlation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;

/**
 * Fetches what says whether a certificate was revoked. Nothing is verified here, and what cannot be
 * had is left out: whether there must be something is the tenant's decision, and the processor's to
 * see to.
 */
final class RevocationSource implements AutoCloseable {
  /** Asking changes nothing, so a failed call is made once more. */
  private static final int TRIES = 2;

  /** A list is used again for so long, and never beyond its own end. */
  private static final Duration LIST_KEPT = Duration.ofMinutes(5);

  private static final int OK = 200;

  private final RevocationSettings settings;
  private final OutboundClient client;
  private final Clock clock;
  private final AtomicReference<KeptList> kept = new AtomicReference<>();

  private record KeptList(Octets list, Instant until) {}

  RevocationSource(RevocationSettings settings, OutboundClient client, Clock clock) {
    this.settings = settings;
    this.client = client;
    this.clock = clock;
  }

  /**
   * What there is about the certificate, with the authorities that may have issued it.
   *
   * @param signer DER; of bytes that are no certificate, or one of nobody known, there is nothing
   */
  Material about(Octets signer, Correlation correlation) throws InterruptedException {
    Optional<X509Certificate> certificate = certificate(signer);
    Optional<X509Certificate> issuer = certificate.flatMap(this::issuer);
    if (issuer.isEmpty()) {
      return Material.NONE;
    }
    List<Octets> chain = settings.issuers().stream().map(RevocationSource::der).toList();
    return switch (settings.method()) {
      case OCSP ->
          new Material(
              chain,
              response(certificate.get(), issuer.get(), correlation).stream().toList(),
              List.of());
      case CRL -> new Material(chain, List.of(), list(correlation).stream().toList());
    };
  }

  private Optional<Octets> response(
      X509Certificate certificate, X509Certificate issuer, Correlation correlation)
      throws InterruptedException {
    Octets request;
    try {
      CertificateID id =
          new CertificateID(
              new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1),
              new JcaX509CertificateHolder(issuer),
              certificate.getSerialNumber());
      request = Octets.of(new OCSPReqBuilder().addRequest(id).build().getEncoded());
    } catch (OCSPException
        | OperatorCreationException
        | IOException
        | CertificateEncodingException e) {
      throw new IllegalStateException("no request can be made of a certificate that was read", e);
    }
    return fetched(
            OutboundCall.post(
                settings.url(),
                Map.of(
                    "Content-Type", "application/ocsp-request",
                    "Accept", "application/ocsp-response"),
                request,
                correlation))
        .filter(RevocationSource::isResponse);
  }

  private Optional<Octets> list(Correlation correlation) throws InterruptedException {
    Instant now = clock.instant();
    KeptList last = kept.get();
    if (last != null && now.isBefore(last.until())) {
      return Optional.of(last.list());
    }
    Optional<Octets> fetched =
        fetched(
            OutboundCall.get(
                settings.url(), Map.of("Accept", "application/pkix-crl"), correlation));
    Optional<Instant> end = fetched.flatMap(RevocationSource::endOfList);
    end.ifPresent(
        at -> {
          Instant latest = now.plus(LIST_KEPT);
          kept.set(new KeptList(fetched.get(), at.isBefore(latest) ? at : latest));
        });
    return end.flatMap(_ -> fetched);
  }

  private Optional<Octets> fetched(OutboundCall call) throws InterruptedException {
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      OutboundAnswer answer = client.send(call);
      switch (answer) {
        case Received received when received.status() == OK -> {
          return Optional.of(received.body());
        }
        case Received _, MaybeSent _, NotSent _ -> {
          // once more, or without
        }
      }
    }
    return Optional.empty();
  }

  private Optional<X509Certificate> issuer(X509Certificate certificate) {
    return settings.issuers().stream()
        .filter(
            issuer -> issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
        .findFirst();
  }

  /** What is no answer would make a verifier refuse the signature that it comes with. */
  private static boolean isResponse(Octets body) {
    try {
      return new OCSPResp(body.bytes()).getResponseObject() instanceof BasicOCSPResp;
    } catch (IOException | OCSPException _) {
      return false;
    }
  }

  private static Optional<Instant> endOfList(Octets body) {
    try {
      return CertificateFactory.getInstance("X.509")
                  .generateCRL(new ByteArrayInputStream(body.bytes()))
              instanceof X509CRL list
          ? Optional.ofNullable(list.getNextUpdate()).map(java.util.Date::toInstant)
          : Optional.empty();
    } catch (CertificateException | CRLException _) {
      return Optional.empty();
    }
  }

  private static Optional<X509Certificate> certificate(Octets der) {
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der.bytes())));
    } catch (CertificateException _) {
      return Optional.empty();
    }
  }

  private static Octets der(X509Certificate certificate) {
    try {
      return Octets.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
