package dev.assent.ingress.authentication;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Finds what a request presents by the schemes that count for it. Others are not looked at, so that
 * what a proxy adds for itself does no harm.
 *
 * <p>Barrier: two at a time are none (RFC 6750 section 2): nobody can be taken for somebody else
 * because a front end and Assent look at different ones. A certificate counts only where nothing
 * else is presented, because clients present it for the connection and not for the request.
 */
final class PresentedCredentials {
  private static final String API_KEY = "X-Api-Key";
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";

  private PresentedCredentials() {}

  /** What is presented; nothing where that is nothing, not readable or ambiguous. */
  static Optional<Credentials> of(HttpRequest<?> request, Set<Scheme> accepted) {
    List<Optional<Credentials>> found = new ArrayList<>();
    if (accepted.contains(Scheme.API_KEY)) {
      for (String key : request.getHeaders().getAll(API_KEY)) {
        found.add(Optional.of(new Credentials.ApiKey(key)));
      }
    }
    for (String header : request.getHeaders().getAll(HttpHeaders.AUTHORIZATION)) {
      if (accepted.contains(Scheme.BASIC) && has(header, BASIC)) {
        found.add(basic(header.substring(BASIC.length())));
      } else if (accepted.contains(Scheme.BEARER) && has(header, BEARER)) {
        found.add(
            Optional.of(
                new Credentials.Bearer(
                    header.substring(BEARER.length()).strip(),
                    chain(request).stream().findFirst())));
      }
    }
    if (found.size() > 1) {
      return Optional.empty();
    }
    if (found.isEmpty() && accepted.contains(Scheme.CLIENT_CERTIFICATE)) {
      List<X509Certificate> chain = chain(request);
      return chain.isEmpty()
          ? Optional.empty()
          : Optional.of(new Credentials.ClientCertificate(chain));
    }
    return found.stream().findFirst().flatMap(credentials -> credentials);
  }

  /** RFC 9110 section 11.1: the name of a scheme in any case. */
  private static boolean has(String header, String scheme) {
    return header.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static Optional<Credentials> basic(String encoded) {
    String credentials;
    try {
      credentials = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    int colon = credentials.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.of(
            new Credentials.Basic(
                credentials.substring(0, colon), credentials.substring(colon + 1)));
  }

  private static List<X509Certificate> chain(HttpRequest<?> request) {
    Optional<SSLSession> session = request.getSslSession();
    if (session.isEmpty()) {
      return List.of();
    }
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (Certificate certificate : session.get().getPeerCertificates()) {
        chain.add((X509Certificate) certificate);
      }
    } catch (SSLPeerUnverifiedException _) {
      return List.of(); // the client presented none
    }
    return chain;
  }
}
