package dev.assent.schemas.device;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.model.OperationKind;
import dev.assent.schemas.model.ProofKind;
import java.lang.reflect.RecordComponent;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Dynamic linking (Regulation (EU) 2018/389 Article 5): a signature is good for one document only,
 * by a seeded search for a change that it does not notice.
 */
class DocumentBindingTest {
  private static final int DOCUMENTS = 30;
  private static final long SEED = Long.getLong("assent.seed", System.nanoTime());
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonMapper ESCAPING =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Random random = new Random(SEED);

  @Tag("DL-2")
  @Tag("DL-4")
  @Test
  @Tag("EI-4")
  void shouldNotVerifyOverAnyOtherDocument() throws GeneralSecurityException {
    System.out.println("replay with -Dassent.seed=" + SEED);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keyPair = generator.generateKeyPair();
    SigningKey key = signingKey((ECPublicKey) keyPair.getPublic());
    for (int round = 0; round < DOCUMENTS; round++) {
      // Given
      ChallengeDocument signed = anyDocument();
      byte[] digest = digest(signed.canonical());
      Signature signer = key.algorithm().toSignature();
      signer.initSign(keyPair.getPrivate());
      signer.update(digest);
      byte[] signature = signer.sign();
      assertThat(ProofSignature.verify(key, digest, signature)).isTrue();

      for (Map.Entry<String, ChallengeDocument> change : DocumentChanges.of(signed).entrySet()) {
        // When
        byte[] changed = digest(change.getValue().canonical());

        // Then
        assertThat(changed).as("seed %d, %s", SEED, change.getKey()).isNotEqualTo(digest);
        assertThat(ProofSignature.verify(key, changed, signature))
            .as("seed %d, %s", SEED, change.getKey())
            .isFalse();
      }
    }
  }

  /** So that a value that comes later is not forgotten above. */
  @Tag("DL-2")
  @Test
  void shouldHaveTriedToChangeEachValueAlone() throws ReflectiveOperationException {
    // Given
    ChallengeDocument document = anyDocument();
    Map<String, Object> values = members(document);
    Set<String> tried = new TreeSet<>();

    // When
    for (ChallengeDocument change : DocumentChanges.of(document).values()) {
      Map<String, Object> other = members(change);
      List<String> differing =
          values.keySet().stream()
              .filter(name -> !values.get(name).equals(other.get(name)))
              .toList();
      if (differing.size() == 1) {
        tried.addAll(differing);
      }
    }

    // Then: version 1 lacks other values too
    tried.add("version");
    assertThat(tried).as("seed %d", SEED).containsExactlyInAnyOrderElementsOf(values.keySet());
  }

  @Tag("DL-4")
  @Test
  void shouldBindTheEncodingToo() throws JsonProcessingException {
    for (int round = 0; round < DOCUMENTS; round++) {
      // Given
      ChallengeDocument document = anyDocument();
      String canonical = new String(document.canonical(), UTF_8);

      // When
      Map<String, byte[]> encodings = otherEncodings(canonical);

      // Then
      encodings.forEach(
          (name, encoding) ->
              assertThat(digest(encoding))
                  .as("seed %d, %s", SEED, name)
                  .isNotEqualTo(digest(document.canonical())));
    }
  }

  @Test
  void shouldNotDependOnTheOrderOfWhatHasNone() {
    for (int round = 0; round < DOCUMENTS; round++) {
      // Given
      ChallengeDocument document = anyDocument();
      List<String> names = new ArrayList<>(document.displayData().keySet());
      Collections.shuffle(names, random);
      Map<String, String> shuffled = new LinkedHashMap<>();
      names.forEach(name -> shuffled.put(name, document.displayData().get(name)));
      List<ProofKind> kinds = new ArrayList<>(document.proofKinds());
      Collections.shuffle(kinds, random);

      // When
      ChallengeDocument same =
          DocumentBuilder.like(document)
              .withDisplay(shuffled)
              .withProofs(new LinkedHashSet<>(kinds))
              .build();

      // Then
      assertThat(same.canonical()).as("seed %d", SEED).isEqualTo(document.canonical());
    }
  }

  @Tag("DL-6")
  @Test
  void shouldBindTheTotalAndEachPayeeOfABatch() {
    // Given
    Map<String, String> batch = new HashMap<>();
    int payees = 2 + random.nextInt(30);
    for (int number = 1; number <= payees; number++) {
      batch.put("payee " + number, "Supplier " + number + ", " + 10 * number + ".00");
    }
    batch.put("total", 5 * payees * (payees + 1) + ".00");
    ChallengeDocument document = DocumentBuilder.aPayment().withDisplay(batch).build();
    Set<String> documents = new HashSet<>(Set.of(document.thumbprint()));

    // When
    for (String name : batch.keySet()) {
      documents.add(
          DocumentChanges.with(document, shown -> DocumentChanges.without(shown, name))
              .thumbprint());
      documents.add(
          DocumentChanges.withValue(document, name, value -> value.replace('0', '1')).thumbprint());
    }
    for (int number = 1; number < payees; number++) {
      String one = "payee " + number;
      String next = "payee " + (number + 1);
      documents.add(
          DocumentChanges.with(document, shown -> DocumentChanges.exchanged(shown, one, next))
              .thumbprint());
    }
    documents.add(
        DocumentChanges.with(document, shown -> DocumentChanges.plus(shown, "payee 0", ""))
            .thumbprint());

    // Then
    assertThat(documents).as("seed %d", SEED).hasSize(1 + 2 * batch.size() + payees);
  }

  @Tag("DL-7")
  @Test
  void shouldBindTheBlockedAmountExactly() {
    // Given
    List<String> amounts =
        List.of(
            "120", "120.", "120.0", "120.00", "0120.00", "120,00", "+120.00", "1.2e2", "120.01");

    // When
    Set<String> documents = new HashSet<>();
    for (String amount : amounts) {
      Map<String, String> shown = Map.of("blocked at most", amount, "payee", "Hotel");
      documents.add(DocumentBuilder.aPayment().withDisplay(shown).build().thumbprint());
    }

    // Then
    assertThat(documents).hasSameSizeAs(amounts);
  }

  private ChallengeDocument anyDocument() {
    Map<String, String> shown = new HashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      shown.put("field" + i, anyText());
    }
    shown.put("amount", random.nextInt(1000) + ".0");
    shown.put("currency", "EUR");
    shown.put("account", Integer.toString(1 + random.nextInt(1000)));
    shown.put("payee", DocumentChanges.CHANGEABLE + anyText());
    byte[] nonce = new byte[Nonce.BYTES];
    random.nextBytes(nonce);
    return DocumentBuilder.aPayment()
        .withTenant("bank" + random.nextInt(10))
        .withUser("4A" + random.nextInt(10))
        .withOperation("op-a" + random.nextInt(10))
        .withKind(random.nextBoolean() ? OperationKind.SIGNING : OperationKind.AUTHENTICATION)
        .withDisplay(shown)
        .withText("payment", 1 + random.nextInt(9), "en", DocumentChanges.CHANGEABLE + anyText())
        .withProofs(Set.of(ProofKind.DEVICE_PIN, ProofKind.DEVICE_BIOMETRIC))
        .withMatchingDigits(2 + random.nextInt(6))
        .withNonce(Nonce.of(nonce))
        .withExpiry(Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)))
        .build();
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

  private static byte[] digest(byte[] document) {
    return ApprovalDigest.approval(document, ProofKind.DEVICE_PIN, Optional.of("07"));
  }

  private static Map<String, byte[]> otherEncodings(String canonical)
      throws JsonProcessingException {
    JsonNode document = JSON.readTree(canonical);
    ObjectNode turned = JSON.createObjectNode();
    List<String> names = new ArrayList<>();
    document.fieldNames().forEachRemaining(names::add);
    names.reversed().forEach(name -> turned.set(name, document.get(name)));
    String open = canonical.substring(0, canonical.length() - 1);
    Map<String, byte[]> encodings = new LinkedHashMap<>();
    encodings.put("members in another order", JSON.writeValueAsString(turned).getBytes(UTF_8));
    encodings.put("white space", document.toPrettyString().getBytes(UTF_8));
    encodings.put("escapes", ESCAPING.writeValueAsString(document).getBytes(UTF_8));
    encodings.put("UTF-16", canonical.getBytes(UTF_16BE));
    encodings.put("byte order mark", ("\ufeff" + canonical).getBytes(UTF_8));
    encodings.put("line end", (canonical + "\n").getBytes(UTF_8));
    encodings.put("2.0", (open + ".0}").getBytes(UTF_8));
    encodings.put("member twice", (open + ",\"version\":2}").getBytes(UTF_8));
    encodings.put("member without a value", (open + ",\"x\":null}").getBytes(UTF_8));
    return encodings;
  }

  /** All values of the document, by the names of the records' components. */
  private static Map<String, Object> members(Record record) throws ReflectiveOperationException {
    Map<String, Object> members = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = component.getAccessor().invoke(record);
      Object content = value instanceof Optional<?> optional ? optional.orElse(null) : value;
      if (content instanceof Record nested) {
        members(nested)
            .forEach((name, part) -> members.put(component.getName() + "." + name, part));
      } else if (content != null) {
        members.put(component.getName(), content);
      }
    }
    return members;
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
