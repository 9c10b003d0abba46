package dev.assent.connectors.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.assent.connectors.outbound.Octets;
import dev.assent.connectors.outbound.OutboundAnswer.Received;
import dev.assent.connectors.outbound.OutboundCall;
import dev.assent.connectors.outbound.OutboundClient;
import dev.assent.schemas.trace.Correlation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The access token of a service account, fetched for a signed JWT (RFC 7523) and kept until shortly
 * before it ends.
 */
final class FcmAccess {
  private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  /** The longest that Google takes. */
  private static final Duration ASSERTION_LIFETIME = Duration.ofHours(1);

  /** A token is not used for so long before its end: it may take a while to arrive. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final FcmAccount account;
  private final OutboundClient client;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Token> current = Optional.empty();

  private record Token(String value, Instant until) {
    @Override
    public String toString() {
      return "[token until " + until + "]";
    }
  }

  FcmAccess(FcmAccount account, OutboundClient client, Clock clock) {
    this.account = account;
    this.client = client;
    this.clock = clock;
  }

  /** A token that can be used now; nothing where none can be had. */
  Optional<String> token() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Instant now = clock.instant();
      if (current.filter(known -> now.isBefore(known.until())).isEmpty()) {
        current = fetch(now);
      }
      return current.map(Token::value);
    } finally {
      lock.unlock();
    }
  }

  /** The service does not take this token any more. */
  void drop(String refused) {
    lock.lock();
    try {
      current = current.filter(known -> !known.value().equals(refused));
    } finally {
      lock.unlock();
    }
  }

  private Optional<Token> fetch(Instant now) throws InterruptedException {
    String form =
        "grant_type="
            + URLEncoder.encode(GRANT, StandardCharsets.US_ASCII)
            + "&assertion="
            + assertion(now);
    OutboundCall call =
        OutboundCall.post(
            account.tokenUri(),
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            Octets.of(form.getBytes(StandardCharsets.US_ASCII)),
            Correlation.NONE);
    if (!(client.send(call) instanceof Received received) || received.status() != 200) {
      return Optional.empty();
    }
    JsonNode answer = FcmJson.read(received.body());
    String token = answer.path("access_token").asText("");
    long seconds = answer.path("expires_in").asLong();
    return token.isEmpty() || seconds <= 0
        ? Optional.empty()
        : Optional.of(new Token(token, now.plusSeconds(seconds).minus(MARGIN)));
  }

  private String assertion(Instant now) {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(account.keyId()).build(),
            new JWTClaimsSet.Builder()
                .issuer(account.clientEmail())
                .audience(account.tokenUri().toString())
                .claim("scope", SCOPE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ASSERTION_LIFETIME)))
                .build());
    try {
      jwt.sign(new RSASSASigner(account.key()));
    } catch (JOSEException e) {
      throw new IllegalStateException("the account's key cannot sign", e);
    }
    return jwt.serialize();
  }
}
