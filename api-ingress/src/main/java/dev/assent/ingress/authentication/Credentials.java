package dev.assent.ingress.authentication;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** What a request presents; no text form tells a secret. */
sealed interface Credentials {

  /** How it is presented. */
  Scheme scheme();

  /** The text of a key, of a tenant or of an administrator. */
  record ApiKey(String key) implements Credentials {
    @Override
    public Scheme scheme() {
      return Scheme.API_KEY;
    }

    @Override
    public String toString() {
      return "ApiKey";
    }
  }

  /** A tenant's id and the text of a key of it. */
  record Basic(String user, String password) implements Credentials {
    @Override
    public Scheme scheme() {
      return Scheme.BASIC;
    }

    @Override
    public String toString() {
      return "Basic";
    }
  }

  /**
   * An access token.
   *
   * @param certificate of the client at the other end of the TLS connection, which a token can be
   *     bound to (RFC 8705 section 3)
   */
  record Bearer(String token, Optional<X509Certificate> certificate) implements Credentials {
    @Override
    public Scheme scheme() {
      return Scheme.BEARER;
    }

    @Override
    public String toString() {
      return "Bearer";
    }
  }

  /**
   * What the client proved in the TLS handshake to have the key of.
   *
   * @param chain the client's certificate, then those of the authorities between it and a trusted
   *     one; not empty
   */
  record ClientCertificate(List<X509Certificate> chain) implements Credentials {
    public ClientCertificate {
      chain = List.copyOf(chain);
    }

    @Override
    public Scheme scheme() {
      return Scheme.CLIENT_CERTIFICATE;
    }
  }
}
