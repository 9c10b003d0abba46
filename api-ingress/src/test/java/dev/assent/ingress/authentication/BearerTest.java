package dev.assent.ingress.authentication;

import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static dev.assent.ingress.application.IngressUnderTest.TENANT;
import static dev.assent.ingress.authentication.TestToken.aToken;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.settings.IngressSettings.HttpSettings;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.device.SignatureAlgorithm;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access tokens over HTTP: RFC 9068, and RFC 8725 case by case. */
class BearerTest {
  private static final String READ = "/api/v1/users/jane/operations";
  private static final List<String> FETCHED = new CopyOnWriteArrayList<>();

  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() {
    ingress =
        new IngressUnderTest(
            new HttpSettings("127.0.0.1", 0, Optional.empty()),
            Map.of("native", Set.of(Scheme.API_KEY, Scheme.BEARER)),
            uri -> {
              FETCHED.add(uri);
              return TestKeys.set(TestKeys.OTHER).getBytes(StandardCharsets.UTF_8);
            },
            HttpClient.newHttpClient());
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void reset() {
    ingress.reset();
    ingress.shows();
    FETCHED.clear();
    trust(issuer(TestKeys.set(TestKeys.ES256)));
  }

  @Test
  void shouldLetInWhoeverPresentsAValidToken() {
    // When
    HttpResponse<String> response = read(aToken().signed());

    // Then
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(ingress.questions()).containsExactly("demo/jane open=false atLeast=0");
  }

  @Test
  void shouldTakeABodyFromWhoeverPresentsAValidToken() {
    // When
    HttpResponse<String> response =
        ingress.send(
            ingress
                .post(READ, "{\"kind\":\"SIGNING\"}" + " ".repeat(30_000))
                .header("Authorization", "Bearer " + aToken().signed()));

    // Then
    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    assertThat(ingress.command().getTenant()).isEqualTo(TENANT);
  }

  @Test
  @Tag("AS-20")
  void shouldTellWhyToNobodyAndHowToEverybody() {
    // When
    HttpResponse<String> response = read(aToken().with("aud", "somebody").signed());
    HttpResponse<String> nothing = ingress.send(ingress.request(READ).GET());

    // Then
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo(nothing.body());
    assertThat(response.headers().allValues("WWW-Authenticate"))
        .isEqualTo(nothing.headers().allValues("WWW-Authenticate"))
        .containsExactly("Bearer realm=\"assent\"");
  }

  @Test
  @Tag("JW-1")
  void shouldTakeEachAlgorithmByAKeyForIt() throws Exception {
    // Given
    KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String rsa = TestKeys.RS256.toPublicJWK().toJSONString();
    trust(
        issuer(
            "{\"keys\":[%s,%s,%s,%s]}"
                .formatted(
                    TestKeys.ES256.toPublicJWK().toJSONString(),
                    rsa.replace("\"kid\"", "\"alg\":\"RS256\",\"x5t\":\"eA\",\"kid\""),
                    rsa.replace("\"rs256\"", "\"ps256\",\"alg\":\"PS256\""),
                    octetKeyPair("ed", edwards))));

    // When, then
    assertThat(status(aToken().signed())).isEqualTo(200);
    assertThat(
            status(
                sign(
                    aToken().withHeader("alg", "RS256").withHeader("kid", "rs256"),
                    SignatureAlgorithm.RS256)))
        .isEqualTo(200);
    assertThat(
            status(
                sign(
                    aToken().withHeader("alg", "PS256").withHeader("kid", "ps256"),
                    SignatureAlgorithm.PS256)))
        .isEqualTo(200);
    TestToken token = aToken().withHeader("alg", "EdDSA").withHeader("kid", "ed");
    assertThat(
            status(
                TestKeys.sign(
                    token.header(),
                    token.claims(),
                    SignatureAlgorithm.EDDSA,
                    edwards.getPrivate())))
        .isEqualTo(200);
  }

  @Test
  @Tag("JW-1")
  void shouldRefuseAnAlgorithmThatTheKeyIsNotFor() throws Exception {
    // Given
    trust(issuer(TestKeys.set(TestKeys.RS256, TestKeys.ES256)));

    // When, then
    TestToken pss = aToken().withHeader("kid", "rs256").withHeader("alg", "PS256");
    assertThat(status(sign(pss, SignatureAlgorithm.PS256))).isEqualTo(401);
    TestToken renamed = aToken().withHeader("kid", "rs256").withHeader("alg", "ES256");
    assertThat(status(sign(renamed, SignatureAlgorithm.RS256))).isEqualTo(401);
    assertThat(status(aToken().withHeader("alg", "ES384").signed())).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "ES256 "})
  @Tag("JW-1")
  void shouldRefuseNoAlgorithm(String algorithm) {
    // Given
    TestToken token = aToken().withHeader("alg", algorithm);
    String unsigned = TestKeys.encode(token.header()) + "." + TestKeys.encode(token.claims()) + ".";

    // When, then
    assertThat(status(unsigned)).isEqualTo(401);
    assertThat(status(unsigned + "AA")).isEqualTo(401);
    assertThat(status(token.signed())).isEqualTo(401);
  }

  @Test
  @Tag("JW-2")
  void shouldRefuseAPublicKeyAsAnHmacSecret() throws Exception {
    // Given
    TestToken token = aToken().withHeader("alg", "HS256");
    String signed = TestKeys.encode(token.header()) + "." + TestKeys.encode(token.claims());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(TestKeys.ES256.toPublicKey().getEncoded(), "HmacSHA256"));
    byte[] tag = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));

    // When, then
    assertThat(status(signed + "." + TestKeys.encode(tag))).isEqualTo(401);
  }

  @Test
  @Tag("JW-3")
  void shouldRefuseATokenInsideAToken() {
    // Given
    String inner = aToken().signed();
    String nested =
        TestKeys.sign(aToken().withHeader("cty", "JWT").header(), inner, TestKeys.ES256);

    // When, then
    assertThat(status(nested)).isEqualTo(401);
    assertThat(status(inner + ".AA.AA")).isEqualTo(401);
  }

  @Test
  @Tag("JW-4")
  void shouldRefuseSignaturesThatAreNone() {
    // Given
    String token = aToken().signed();
    String signed = token.substring(0, token.lastIndexOf('.') + 1);
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(signed.length()));
    byte[] zeroR = signature.clone();
    Arrays.fill(zeroR, 0, 32, (byte) 0);
    byte[] zeroS = signature.clone();
    Arrays.fill(zeroS, 32, 64, (byte) 0);
    byte[] large = new byte[64];
    Arrays.fill(large, (byte) 0xff);
    byte[] other = signature.clone();
    other[40] ^= 1;

    // When, then
    for (byte[] wrong :
        List.of(
            new byte[64], zeroR, zeroS, large, other, Arrays.copyOf(signature, 63), new byte[1])) {
      assertThat(status(signed + TestKeys.encode(wrong))).isEqualTo(401);
    }
  }

  @Test
  @Tag("JW-6")
  void shouldRefuseWhatCouldBeReadInTwoWays() {
    // Given
    TestToken token = aToken();
    String claims = token.claims();
    String twice = claims.replaceFirst("\\{", "{\"aud\":\"somebody\",");
    String headerTwice = token.header().replaceFirst("\\{", "{\"alg\":\"none\",");
    String nested =
        token
            .with("act", Map.of("sub", "a"))
            .claims()
            .replace("{\"sub\"", "{\"sub\":\"b\",\"sub\"");

    // When, then
    assertThat(status(TestKeys.sign(token.header(), twice, TestKeys.ES256))).isEqualTo(401);
    assertThat(status(TestKeys.sign(headerTwice, claims, TestKeys.ES256))).isEqualTo(401);
    assertThat(status(TestKeys.sign(token.header(), nested, TestKeys.ES256))).isEqualTo(401);
    assertThat(status(TestKeys.sign(token.header(), claims + "{}", TestKeys.ES256))).isEqualTo(401);
    assertThat(status(TestKeys.sign(token.header(), "[]", TestKeys.ES256))).isEqualTo(401);
  }

  @Test
  @Tag("JW-6")
  void shouldRefuseAnotherSpellingOfTheSameToken() {
    // Given
    String token = aToken().signed();
    char last = token.charAt(token.length() - 1);
    String respelled = token.substring(0, token.length() - 1) + (char) (last + 1);

    // When, then
    assertThat(status(token)).isEqualTo(200);
    assertThat(status(respelled)).isEqualTo(401);
    assertThat(status(token + "==")).isEqualTo(401);
    assertThat(status(token.replaceFirst("\\.", "=."))).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://login.example/", "https://LOGIN.example", "https://other.example", ""})
  @Tag("JW-7")
  void shouldRefuseAnIssuerThatIsNotTrusted(String issuer) {
    assertThat(status(aToken().with("iss", issuer).signed())).isEqualTo(401);
  }

  @Test
  @Tag("JW-7")
  void shouldRefuseOneTrustedIssuersKeyForAnother() {
    // Given
    String other =
        issuer(TestKeys.set(TestKeys.OTHER)).replace(TestToken.ISSUER, "https://other.example");
    trust(issuer(TestKeys.set(TestKeys.ES256)) + "," + other);

    // When
    int own =
        status(
            aToken()
                .with("iss", "https://other.example")
                .withHeader("kid", "other")
                .signedBy(TestKeys.OTHER));
    int forged = status(aToken().withHeader("kid", "other").signedBy(TestKeys.OTHER));
    int claimed = status(aToken().with("iss", "https://other.example").signed());

    // Then
    assertThat(own).isEqualTo(200);
    assertThat(forged).isEqualTo(401);
    assertThat(claimed).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "aud", "exp", "iat", "sub", "jti", "client_id"})
  @Tag("JW-7")
  @Tag("JW-8")
  @Tag("JW-12")
  void shouldRefuseATokenThatLacksWhatItMustHave(String claim) {
    assertThat(status(aToken().without(claim).signed())).isEqualTo(401);
    assertThat(status(aToken().with(claim, "").signed())).isEqualTo(401);
    assertThat(status(aToken().with(claim, true).signed())).isEqualTo(401);
    assertThat(status(aToken().with(claim, null).signed())).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jane\ndoe", "jane doe", "é"})
  @Tag("JW-7")
  void shouldRefuseNamesThatCouldSpoilALog(String name) {
    assertThat(status(aToken().with("client_id", name).signed())).isEqualTo(401);
    assertThat(status(aToken().with("sub", name).signed())).isEqualTo(401);
  }

  @Test
  @Tag("JW-8")
  void shouldTakeATokenForUsOnly() {
    assertThat(status(aToken().with("aud", "https://assent.example/other").signed()))
        .isEqualTo(401);
    assertThat(status(aToken().with("aud", List.of()).signed())).isEqualTo(401);
    assertThat(status(aToken().with("aud", List.of("a", TestToken.AUDIENCE)).signed()))
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ES256", "../es256", "es256' or '1'='1", "https://evil.example/keys"})
  @Tag("JW-9")
  void shouldLookUpAKeyByItsExactIdOnly(String keyId) {
    assertThat(status(aToken().withHeader("kid", keyId).signed())).isEqualTo(401);
    assertThat(FETCHED).isEmpty();
  }

  @Test
  @Tag("JW-9")
  void shouldNotTakeAKeyFromTheTokenItself() {
    // Given
    TestToken token =
        aToken()
            .withHeader("jku", "https://evil.example/keys")
            .withHeader("x5u", "https://evil.example/certificate")
            .withHeader("jwk", TestKeys.OTHER.toPublicJWK().toJSONObject());

    // When, then
    assertThat(status(token.signedBy(TestKeys.OTHER))).isEqualTo(401);
    assertThat(status(token.withHeader("kid", "other").signedBy(TestKeys.OTHER))).isEqualTo(401);
    assertThat(status(aToken().withoutHeader("kid").signed())).isEqualTo(401);
    assertThat(FETCHED).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "at+jwt,200",
    "AT+JWT,200",
    "application/at+jwt,200",
    "JWT,401",
    "jwt,401",
    "decision+jwt,401",
    "logout+jwt,401",
    "dpop+jwt,401",
    "at+jwt;x,401",
    "'',401"
  })
  @Tag("JW-10")
  void shouldTakeAccessTokensOnly(String type, int status) {
    assertThat(status(aToken().withHeader("typ", type).signed())).isEqualTo(status);
  }

  @Test
  @Tag("JW-10")
  void shouldRefuseATokenWithoutATypeOrWithExtensions() {
    assertThat(status(aToken().withoutHeader("typ").signed())).isEqualTo(401);
    assertThat(status(aToken().withHeader("crit", List.of("b64")).withHeader("b64", true).signed()))
        .isEqualTo(401);
    assertThat(status(aToken().withHeader("crit", List.of("exp")).withHeader("exp", 1).signed()))
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    // the skew is 30 seconds, the longest life two hours; the clock says .678 of a second
    "-100,-29,200",
    "-100,-31,401",
    "29,200,200",
    "32,200,401",
    "0,7200,200",
    "0,7201,401",
    "10,10,401",
    "20,10,401",
    "-7300,10,401"
  })
  @Tag("JW-12")
  void shouldTakeATokenInItsTimeOnly(long issuedIn, long expiresIn, int status) {
    // Given
    TestToken token =
        aToken()
            .with("iat", NOW.plusSeconds(issuedIn).getEpochSecond())
            .with("exp", NOW.plusSeconds(expiresIn).getEpochSecond());

    // When, then
    assertThat(status(token.signed())).isEqualTo(status);
  }

  @Test
  @Tag("JW-12")
  void shouldNotTakeATokenBeforeItsTime() {
    assertThat(status(aToken().with("nbf", NOW.plusSeconds(29).getEpochSecond()).signed()))
        .isEqualTo(200);
    assertThat(status(aToken().with("nbf", NOW.plusSeconds(32).getEpochSecond()).signed()))
        .isEqualTo(401);
    assertThat(status(aToken().with("exp", "2027-01-01").signed())).isEqualTo(401);
    assertThat(status(aToken().with("exp", 1e300).signed())).isEqualTo(401);
  }

  @Test
  @Tag("JW-12")
  void shouldTakeATokenForSingleUseOnce() {
    // Given
    String once = aToken().with("single_use", true).with("jti", "once").signed();
    String usual = aToken().with("jti", "usual").signed();

    // When, then
    assertThat(List.of(status(once), status(once), status(usual), status(usual)))
        .containsExactly(200, 401, 200, 200);
    assertThat(status(aToken().with("single_use", "yes").signed())).isEqualTo(401);
  }

  @Test
  @Tag("JW-13")
  void shouldRefuseWhatIsTooLargeOrTooDeep() {
    // Given
    String deep = "{\"a\":".repeat(9) + "1" + "}".repeat(9);
    String token = aToken().claims();

    // When, then
    assertThat(status(aToken().with("padding", "x".repeat(4_700)).signed())).isEqualTo(401);
    assertThat(
            status(
                TestKeys.sign(
                    aToken().header(),
                    token.replaceFirst("\\{", "{\"deep\":" + deep + ","),
                    TestKeys.ES256)))
        .isEqualTo(401);
    assertThat(status("")).isEqualTo(401);
    assertThat(status("...")).isEqualTo(401);
  }

  @Test
  @Tag("JW-14")
  void shouldTakeBothKeysWhileTheyOverlapAndNoneThatIsGone() {
    // Given
    String old = aToken().signed();
    String fresh = aToken().withHeader("kid", "other").signedBy(TestKeys.OTHER);

    // When
    trust(issuer(TestKeys.set(TestKeys.ES256, TestKeys.OTHER)));
    List<Integer> overlapping = List.of(status(old), status(fresh));
    trust(issuer(TestKeys.set(TestKeys.OTHER)));
    List<Integer> after = List.of(status(old), status(fresh));

    // Then
    assertThat(overlapping).containsExactly(200, 200);
    assertThat(after).containsExactly(401, 200);
  }

  @Test
  @Tag("JW-14")
  void shouldFetchKeysThatArePublishedAndDropThemWithTheRegistration() {
    // Given
    String published =
        "{\"issuer\":\"%s\",\"audience\":\"%s\",\"jwksUri\":\"https://login.example/keys\"}"
            .formatted(TestToken.ISSUER, TestToken.AUDIENCE);
    trust(published);
    String token = aToken().withHeader("kid", "other").signedBy(TestKeys.OTHER);

    // When
    List<Integer> statuses = List.of(status(token), status(token), status(aToken().signed()));

    // Then
    assertThat(statuses).containsExactly(200, 200, 401);
    assertThat(FETCHED).containsExactly("https://login.example/keys");
  }

  @Test
  @Tag("AS-11")
  void shouldRefuseATokenAtOnceWhereItsTenantIsDisabledOrDoesNotTakeTokens() {
    // Given
    String token = aToken().signed();
    Tenant tenant = ingress.tenants().latest(TENANT);

    // When, then
    assertThat(status(token)).isEqualTo(200);
    ingress.tenants().write(Tenant.newBuilder(tenant).setEnabled(false).build());
    assertThat(status(token)).isEqualTo(401);
    ingress.tenants().write(tenant);
    assertThat(status(token)).isEqualTo(200);
    TestTenant.authenticate(
        ingress,
        "{\"schemes\":[\"API_KEY\"],\"issuers\":[%s]}"
            .formatted(issuer(TestKeys.set(TestKeys.ES256))));
    assertThat(status(token)).isEqualTo(401);
  }

  @Test
  @Tag("AS-20")
  void shouldTakeATokenForNobodyWhereTwoTenantsClaimIt() {
    // Given
    Tenant tenant = ingress.tenants().latest(TENANT);
    ingress.tenants().write(Tenant.newBuilder(tenant).setTenant("other").build());

    // When, then
    assertThat(status(aToken().signed())).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"jkt\":\"x\"}", "{\"x5t#S256\":\"AAAA\"}", "{}", "\"x\"", "null"})
  @Tag("JW-12")
  void shouldRefuseATokenThatIsBoundToWhatIsNotPresented(String confirmation) {
    // Given
    TestToken token = aToken();
    String claims = token.claims().replaceFirst("\\{", "{\"cnf\":" + confirmation + ",");

    // When, then
    assertThat(status(TestKeys.sign(token.header(), claims, TestKeys.ES256)))
        .isEqualTo(confirmation.equals("null") ? 200 : 401);
  }

  private static String sign(TestToken token, SignatureAlgorithm algorithm) throws JOSEException {
    return TestKeys.sign(token.header(), token.claims(), algorithm, TestKeys.RS256.toPrivateKey());
  }

  private static String octetKeyPair(String keyId, KeyPair pair) throws GeneralSecurityException {
    byte[] encoded = ((EdECPublicKey) pair.getPublic()).getEncoded();
    return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"%s\",\"x\":\"%s\"}"
        .formatted(keyId, TestKeys.encode(Arrays.copyOfRange(encoded, 12, 44)));
  }

  private static String issuer(String keys) {
    return "{\"issuer\":\"%s\",\"audience\":\"%s\",\"jwks\":%s}"
        .formatted(TestToken.ISSUER, TestToken.AUDIENCE, keys);
  }

  private static void trust(String issuers) {
    TestTenant.authenticate(ingress, "{\"issuers\":[%s]}".formatted(issuers));
  }

  private static int status(String token) {
    return read(token).statusCode();
  }

  private static HttpResponse<String> read(String token) {
    return ingress.send(ingress.request(READ).header("Authorization", "Bearer " + token).GET());
  }
}
