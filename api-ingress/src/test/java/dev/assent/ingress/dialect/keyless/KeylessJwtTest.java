package dev.assent.ingress.dialect.keyless;

import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static dev.assent.ingress.application.IngressUnderTest.TENANT;
import static dev.assent.ingress.dialect.Snapshots.USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.approval.ApprovalClaims;
import dev.assent.schemas.approval.ApprovalToken;
import dev.assent.schemas.avro.PublishedSigningKey;
import dev.assent.schemas.avro.SigningKeyPage;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.device.avro.JsonWebKeyRecord;
import dev.assent.schemas.model.ProofKind;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeylessJwtTest {
  private static final String VERIFY = "/v2/jwt/verify";
  private static final String PUBLIC_KEY = "/v2/jwt/public-key";
  private static final String KEY_SET = "/customers/demo/.well-known/jwks.json";
  private static final KeyPair KEYS = generate("secp256r1");
  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() {
    ingress = new IngressUnderTest();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void reset() {
    ingress.reset();
    ingress.publishesKeys(page(key("k1", KEYS)));
  }

  @Test
  void shouldGiveTheKeyThatSignsNowInPem() throws GeneralSecurityException {
    // Given
    KeyPair coming = generate("secp256r1");
    PublishedSigningKey next = key("k2", coming);
    next.setNotBefore(NOW.plusSeconds(1));
    ingress.publishesKeys(page(next, key("k1", KEYS)));

    // When
    HttpResponse<String> response = ingress.send(get(PUBLIC_KEY));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .startsWith("{\"publicKey\":\"-----BEGIN PUBLIC KEY-----\\n")
        .endsWith("\\n-----END PUBLIC KEY-----\\n\"}");
    String text = response.body().replaceAll("^.*KEY-----\\\\n(.*)\\\\n-----END.*$", "$1");
    byte[] der = Base64.getDecoder().decode(text.replace("\\n", ""));
    assertThat(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der)))
        .isEqualTo(KEYS.getPublic());
  }

  @Test
  void shouldNotFindAKeyWhereTheCustomerHasNone() {
    // Given
    ingress.publishesKeys(page());

    // When
    HttpResponse<String> response = ingress.send(get(PUBLIC_KEY));

    // Then
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body())
        .isEqualTo("{\"code\":\"NOT_FOUND\",\"message\":\"The customer has no signing key\"}");
  }

  @Test
  void shouldGiveAllKeysAsAKeySetToAnybody() {
    // Given
    ingress.publishesKeys(page(key("k2", generate("Ed25519")), key("k1", KEYS)));

    // When
    HttpResponse<String> response = ingress.send(ingress.request(KEY_SET).GET());

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.headers().firstValue("Cache-Control")).contains("public, max-age=60");
    assertThat(response.body())
        .matches(
            "\\{\"keys\":\\[\\{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"[\\w-]{43}\","
                + "\"alg\":\"EdDSA\",\"use\":\"sig\",\"kid\":\"k2\"},"
                + "\\{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"[\\w-]{43}\",\"y\":\"[\\w-]{43}\","
                + "\"alg\":\"ES256\",\"use\":\"sig\",\"kid\":\"k1\"}]}");
    assertThat(ingress.questions()).containsExactly("demo keys");
  }

  @Test
  void shouldNameTheAlgorithmOfAnRsaKeyOnce() {
    // Given
    ingress.publishesKeys(page(key("k1", generate("RSA"))));

    // When
    HttpResponse<String> response = ingress.send(ingress.request(KEY_SET).GET());

    // Then
    assertThat(response.body())
        .matches(
            "\\{\"keys\":\\[\\{\"kty\":\"RSA\",\"n\":\"[\\w-]+\",\"e\":\"AQAB\",\"alg\":\"RS256\","
                + "\"use\":\"sig\",\"kid\":\"k1\"}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb", "%20", "%C2", "..", "ü"})
  void shouldNotLookForACustomerThatCannotBe(String customer) {
    // When
    String encoded = customer.replace("ü", "%C3%BC").replace("..", "%2E%2E%2F");
    HttpResponse<String> response =
        ingress.send(ingress.request("/customers/" + encoded + "/.well-known/jwks.json").GET());

    // Then
    assertThat(response.statusCode()).isBetween(400, 404);
    assertThat(ingress.questions()).isEmpty();
  }

  @Test
  @Tag("JW-8")
  void shouldFindAJwtValidAsOftenAsItIsAsked() {
    // Given
    String token = token(ProofKind.DEVICE_PIN, "k1", KEYS);

    // When
    HttpResponse<String> first = ingress.send(verify(token));
    HttpResponse<String> second = ingress.send(verify(token));

    // Then
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).isEqualTo("{\"valid\":true}");
    assertThat(second.body()).isEqualTo("{\"valid\":true}");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DEVICE_PIN")
  void shouldFindNoJwtValidThatNoPinReleased(ProofKind kind) {
    // When
    HttpResponse<String> response = ingress.send(verify(token(kind, "k1", KEYS)));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"valid\":false}");
  }

  @Test
  @Tag("JW-9")
  void shouldFindNoJwtValidThatAnotherKeySigned() {
    // Given
    KeyPair other = generate("secp256r1");

    // When
    HttpResponse<String> otherKey = ingress.send(verify(token(ProofKind.DEVICE_PIN, "k1", other)));
    HttpResponse<String> otherName = ingress.send(verify(token(ProofKind.DEVICE_PIN, "k2", KEYS)));

    // Then
    assertThat(otherKey.body()).isEqualTo("{\"valid\":false}");
    assertThat(otherName.body()).isEqualTo("{\"valid\":false}");
  }

  @Test
  @Tag("JW-14")
  void shouldFindNoJwtValidOnceItsKeyIsRemoved() {
    // Given
    String token = token(ProofKind.DEVICE_PIN, "k1", KEYS);
    assertThat(ingress.send(verify(token)).body()).isEqualTo("{\"valid\":true}");

    // When
    ingress.publishesKeys(page(key("k2", generate("secp256r1"))));

    // Then
    assertThat(ingress.send(verify(token)).body()).isEqualTo("{\"valid\":false}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."})
  void shouldFindNothingElseValid(String token) {
    // When
    HttpResponse<String> response = ingress.send(verify(token));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"valid\":false}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"jwt\":7}", "{\"jwt\":\"a\",\"jwt\":\"a\"}", "\"a.b.c\""})
  void shouldRefuseABodyWithoutAJwt(String body) {
    // When
    HttpResponse<String> response = ingress.send(post(body));

    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("{\"code\":\"BAD_REQUEST\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {FRONT_END, "wrong"})
  void shouldAskForTheBackEndsKey(String key) {
    // When
    HttpResponse<String> verification =
        ingress.send(ingress.post(VERIFY, "{\"jwt\":\"x\"}").header("X-Api-Key", key));
    HttpResponse<String> publicKey =
        ingress.send(ingress.request(PUBLIC_KEY).header("X-Api-Key", key).GET());

    // Then
    assertThat(verification.statusCode()).isEqualTo(401);
    assertThat(publicKey.statusCode()).isEqualTo(401);
  }

  @Test
  void shouldAnswerInJsonOnlyAndReadJsonOnly() {
    // When
    HttpResponse<String> text =
        ingress.send(
            ingress
                .request(VERIFY)
                .header("X-Api-Key", BACK_END)
                .header("Content-Type", "application/jwt")
                .POST(HttpRequest.BodyPublishers.ofString("a.b.c")));
    HttpResponse<String> pem =
        ingress.send(get(PUBLIC_KEY).header("Accept", "application/x-pem-file"));

    // Then
    assertThat(text.statusCode()).isEqualTo(415);
    assertThat(pem.statusCode()).isEqualTo(406);
  }

  @Test
  @Tag("AS-20")
  void shouldNotTakeMissingKeysForAnAnswer() {
    // Given
    ingress.reset();

    // When
    HttpResponse<String> response = ingress.send(verify(token(ProofKind.DEVICE_PIN, "k1", KEYS)));

    // Then
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
  }

  private static HttpRequest.Builder verify(String token) {
    return post("{\"jwt\":\"" + token + "\"}");
  }

  private static HttpRequest.Builder post(String body) {
    return ingress.post(VERIFY, body).header("X-Api-Key", BACK_END);
  }

  private static HttpRequest.Builder get(String path) {
    return ingress.request(path).header("X-Api-Key", BACK_END).GET();
  }

  private static SigningKeyPage page(PublishedSigningKey... keys) {
    return new SigningKeyPage("assent/demo", TENANT, List.of(keys));
  }

  private static PublishedSigningKey key(String keyId, KeyPair keys) {
    return new PublishedSigningKey(
        keyId,
        JsonWebKeyRecord.write(SigningKey.of(keys.getPublic()).jsonWebKey()),
        NOW.minus(Duration.ofDays(1)),
        NOW.plus(Duration.ofDays(1)));
  }

  private static String token(ProofKind kind, String keyId, KeyPair keys) {
    SigningKey key = SigningKey.of(keys.getPublic());
    ApprovalClaims claims =
        new ApprovalClaims(
            "assent/demo",
            USER,
            TENANT,
            NOW,
            NOW.plus(Duration.ofHours(1)),
            "demo/" + USER + "/op/4",
            "op",
            kind,
            "{}");
    try {
      return ApprovalToken.sign(
          claims,
          keyId,
          key.algorithm(),
          message -> {
            Signature signature = key.algorithm().toSignature();
            signature.initSign(keys.getPrivate());
            signature.update(message);
            return signature.sign();
          });
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair generate(String kind) {
    try {
      if (!kind.startsWith("secp")) {
        return KeyPairGenerator.getInstance(kind).generateKeyPair();
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(kind));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
