package dev.assent.ingress.authentication;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import dev.assent.ingress.application.IngressUnderTest;
import java.time.Instant;

/** An access token that is valid until a test spoils it. */
final class TestToken {
  static final String ISSUER = "https://login.example";
  static final String AUDIENCE = "https://assent.example/demo";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode header = JSON.createObjectNode();
  private final ObjectNode claims = JSON.createObjectNode();

  private TestToken() {
    header.put("alg", "ES256").put("typ", "at+jwt").put("kid", "es256");
    Instant now = IngressUnderTest.NOW;
    claims
        .put("iss", ISSUER)
        .put("aud", AUDIENCE)
        .put("sub", "core-banking")
        .put("client_id", "core-banking")
        .put("jti", "token-1")
        .put("iat", now.minusSeconds(10).getEpochSecond())
        .put("exp", now.plusSeconds(290).getEpochSecond())
        .put("scope", "assent.back-end");
  }

  /** One that lets the tenant's back end in. */
  static TestToken aToken() {
    return new TestToken();
  }

  TestToken withScope(String scope) {
    return with("scope", scope);
  }

  TestToken with(String claim, Object value) {
    claims.set(claim, JSON.valueToTree(value));
    return this;
  }

  TestToken without(String claim) {
    claims.remove(claim);
    return this;
  }

  TestToken withHeader(String name, Object value) {
    header.set(name, JSON.valueToTree(value));
    return this;
  }

  TestToken withoutHeader(String name) {
    header.remove(name);
    return this;
  }

  String header() {
    return header.toString();
  }

  String claims() {
    return claims.toString();
  }

  /** Signed by the issuer's usual key. */
  String signed() {
    return signedBy(TestKeys.ES256);
  }

  String signedBy(ECKey key) {
    return TestKeys.sign(header(), claims(), key);
  }
}
