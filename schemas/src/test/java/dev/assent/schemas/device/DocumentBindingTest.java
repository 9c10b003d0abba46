package dev.assent.schemas.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.model.OperationKind;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A signature binds every value of the document: a seeded search for one that it does not bind. */
class DocumentBindingTest {
  private static final int DOCUMENTS = 100;
  private static final long SEED = Long.getLong("assent.seed", System.nanoTime());

  private final Random random = new Random(SEED);

  @Test
  void shouldBindEveryValue() throws GeneralSecurityException {
    System.out.println("replay with -Dassent.seed=" + SEED);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keyPair = generator.generateKeyPair();
    SigningKey key = signingKey((ECPublicKey) keyPair.getPublic());
    for (int round = 0; round < DOCUMENTS; round++) {
      // Given
      ChallengeDocument signed = anyDocument();
      byte[] digest = ApprovalDigest.first(signed.canonical());
      Signature signer = key.algorithm().toSignature();
      signer.initSign(keyPair.getPrivate());
      signer.update(digest);
      byte[] signature = signer.sign();
      assertThat(ProofSignature.verify(key, digest, signature)).isTrue();

      for (Map.Entry<String, ChallengeDocument> change : changes(signed).entrySet()) {
        // When
        byte[] changed = ApprovalDigest.first(change.getValue().canonical());

        // Then
        assertThat(changed).as("seed %d, %s", SEED, change.getKey()).isNotEqualTo(digest);
        assertThat(ProofSignature.verify(key, changed, signature))
            .as("seed %d, %s", SEED, change.getKey())
            .isFalse();
      }
    }
  }

  @Test
  void shouldNotDependOnTheOrderOfMembers() {
    for (int round = 0; round < DOCUMENTS; round++) {
      // Given
      ChallengeDocument document = anyDocument();
      List<String> names = new ArrayList<>(document.displayData().keySet());
      Collections.shuffle(names, random);
      Map<String, String> shuffled = new LinkedHashMap<>();
      names.forEach(name -> shuffled.put(name, document.displayData().get(name)));

      // When
      ChallengeDocument same = with(document, shown -> shuffled);

      // Then
      assertThat(same.canonical()).as("seed %d", SEED).isEqualTo(document.canonical());
    }
  }

  private ChallengeDocument anyDocument() {
    Map<String, String> shown = new HashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      shown.put("field" + i, anyText());
    }
    shown.put("amount", random.nextInt(1000) + ".0");
    shown.put("account", Integer.toString(1 + random.nextInt(1000)));
    shown.put("payee", "caf\u00e9 a" + anyText());
    byte[] nonce = new byte[Nonce.BYTES];
    random.nextBytes(nonce);
    return FirstVersion.document(
        "bank" + random.nextInt(10),
        "4A" + random.nextInt(10),
        "op-a" + random.nextInt(10),
        random.nextBoolean() ? OperationKind.SIGNING : OperationKind.AUTHENTICATION,
        shown,
        Nonce.of(nonce),
        Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)));
  }

  private String anyText() {
    int[] alphabet =
        "aA0 ./\"\\\n\t\u0000\u00e9\u0430\u200b\u2028\ud83d\ude00".codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }

  private static Map<String, ChallengeDocument> changes(ChallengeDocument document) {
    Map<String, ChallengeDocument> changes = new LinkedHashMap<>();
    String tenant = document.tenant();
    String user = document.userId();
    String operation = document.operationId();
    changes.put("tenant longer", withNames(document, tenant + "0", user, operation));
    changes.put(
        "tenant in capitals", withNames(document, "B" + tenant.substring(1), user, operation));
    changes.put("user with a leading zero", withNames(document, tenant, "0" + user, operation));
    changes.put(
        "user in small letters", withNames(document, tenant, "4a" + user.substring(2), operation));
    changes.put(
        "operation with a look-alike",
        withNames(document, tenant, user, operation.replace('a', '\u0430')));
    changes.put("operation with a space", withNames(document, tenant, user, operation + " "));
    changes.put("names exchanged", withNames(document, user, tenant, operation));
    changes.put("text moved between names", withNames(document, tenant + user, "", operation));
    changes.put("kind", withKind(document));
    changes.put("nonce", withNonce(document));
    changes.put("expiry later", withExpiry(document, document.expiresAt().plusMillis(1)));
    changes.put("expiry earlier", withExpiry(document, document.expiresAt().minusMillis(1)));
    changes.put("amount with another zero", withValue(document, "amount", value -> value + "0"));
    changes.put(
        "account with a leading zero", withValue(document, "account", value -> "0" + value));
    changes.put(
        "value with a look-alike",
        withValue(document, "payee", value -> value.replace('a', '\u0430')));
    changes.put(
        "value decomposed",
        withValue(document, "payee", value -> value.replaceFirst("\u00e9", "e\u0301")));
    changes.put(
        "value with an invisible character",
        withValue(document, "payee", value -> value + "\u200b"));
    changes.put("value emptied", withValue(document, "payee", value -> ""));
    changes.put(
        "value with a quotation mark",
        withValue(document, "payee", value -> value + "\",\"x\":\""));
    changes.put("empty field more", with(document, shown -> plus(shown, "more", "")));
    changes.put("field absent", with(document, shown -> without(shown, "account")));
    changes.put(
        "name in capitals",
        with(document, shown -> plus(without(shown, "amount"), "Amount", shown.get("amount"))));
    changes.put(
        "values exchanged",
        with(
            document,
            shown ->
                plus(plus(shown, "amount", shown.get("account")), "account", shown.get("amount"))));
    return changes;
  }

  private static Map<String, String> plus(Map<String, String> shown, String name, String value) {
    Map<String, String> result = new HashMap<>(shown);
    result.put(name, value);
    return result;
  }

  private static Map<String, String> without(Map<String, String> shown, String name) {
    Map<String, String> result = new HashMap<>(shown);
    result.remove(name);
    return result;
  }

  private static ChallengeDocument withValue(
      ChallengeDocument document, String name, UnaryOperator<String> change) {
    return with(document, shown -> plus(shown, name, change.apply(shown.get(name))));
  }

  private static ChallengeDocument with(
      ChallengeDocument document, UnaryOperator<Map<String, String>> change) {
    return FirstVersion.document(
        document.tenant(),
        document.userId(),
        document.operationId(),
        document.kind(),
        change.apply(document.displayData()),
        document.nonce(),
        document.expiresAt());
  }

  private static ChallengeDocument withNames(
      ChallengeDocument document, String tenant, String user, String operation) {
    return FirstVersion.document(
        tenant,
        user,
        operation,
        document.kind(),
        document.displayData(),
        document.nonce(),
        document.expiresAt());
  }

  private static ChallengeDocument withKind(ChallengeDocument document) {
    return FirstVersion.document(
        document.tenant(),
        document.userId(),
        document.operationId(),
        document.kind() == OperationKind.SIGNING
            ? OperationKind.AUTHENTICATION
            : OperationKind.SIGNING,
        document.displayData(),
        document.nonce(),
        document.expiresAt());
  }

  private static ChallengeDocument withNonce(ChallengeDocument document) {
    byte[] nonce = document.nonce().bytes();
    nonce[Nonce.BYTES - 1] ^= 1;
    return FirstVersion.document(
        document.tenant(),
        document.userId(),
        document.operationId(),
        document.kind(),
        document.displayData(),
        Nonce.of(nonce),
        document.expiresAt());
  }

  private static ChallengeDocument withExpiry(ChallengeDocument document, Instant expiresAt) {
    return FirstVersion.document(
        document.tenant(),
        document.userId(),
        document.operationId(),
        document.kind(),
        document.displayData(),
        document.nonce(),
        expiresAt);
  }

  private static SigningKey signingKey(ECPublicKey key) {
    BigInteger x = key.getW().getAffineX();
    BigInteger y = key.getW().getAffineY();
    byte[] point = new EllipticPoint(x, y).uncompressed();
    return JsonWebKey.of(
            "EC",
            "P-256",
            Base64Url.encode(Arrays.copyOfRange(point, 1, 33)),
            Base64Url.encode(Arrays.copyOfRange(point, 33, 65)))
        .requireSigningKey();
  }
}
