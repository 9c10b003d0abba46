package dev.assent.processor.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Command.CancelOperation;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RevokeCredential;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.SigningKey;
import dev.assent.schemas.model.OperationKind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ContentDigestTest {
  private static final Instant NOW = Fixtures.CREATED;

  /** Texts whose plain concatenations are easily mistaken for one another. */
  private static final List<String> TEXTS =
      List.of("", "a", "b", "ab", "=", "=a", "\0", "a\0b", "1");

  @Test
  @Tag("DL-8")
  void shouldTellEveryContentOfACreationFromEveryOther() {
    // Given
    List<CreateOperation> creations = creations();

    // When
    Map<String, CreateOperation> byDigest = new HashMap<>();
    creations.forEach(create -> byDigest.put(digest(create, Optional.of("id")), create));

    // Then
    assertThat(byDigest).hasSameSizeAs(creations);
  }

  @Test
  void shouldTellCommandsOfOtherKindsAndOtherOperationsApart() {
    // Given
    Command cancel = new CancelOperation(NOW);
    Command revoke = new RevokeCredential("", NOW);

    // When
    List<String> digests =
        List.of(
            digest(cancel, Optional.of("a")),
            digest(cancel, Optional.of("b")),
            digest(revoke, Optional.empty()),
            digest(new RevokeCredential("a", NOW), Optional.empty()));

    // Then
    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void shouldTellRegistrationsWithOtherKeysApart() {
    // Given
    TestDevice phone = Fixtures.PHONE_KEYS;
    TestDevice tablet = Fixtures.TABLET_KEYS;

    // When
    List<String> digests =
        List.of(
            digest(register("a", phone, phone), Optional.empty()),
            digest(register("b", phone, phone), Optional.empty()),
            digest(register("a", tablet, phone), Optional.empty()),
            digest(register("a", phone, tablet), Optional.empty()));

    // Then
    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void shouldTellRegistrationsWithOtherRsaKeysApart() {
    // Given: moduli without small factors, which is all that is asked of them
    String modulus = modulus(0);
    String other = modulus(1);

    // When
    List<String> digests =
        List.of(
            digest(register(modulus, "RS256"), Optional.empty()),
            digest(register(modulus, "PS256"), Optional.empty()),
            digest(register(other, "RS256"), Optional.empty()));

    // Then
    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void shouldTellProofsAndRetrievalsApart() {
    // Given
    DeviceProof other = DeviceProof.of(new byte[] {1, 2});

    // When
    List<String> digests =
        List.of(
            digest(Fixtures.submit(Fixtures.WRONG_PROOF, NOW), Optional.of("id")),
            digest(Fixtures.submit(other, NOW), Optional.of("id")),
            digest(Fixtures.retrieve(Fixtures.PHONE, NOW), Optional.of("id")),
            digest(Fixtures.retrieve(Fixtures.TABLET, NOW), Optional.of("id")));

    // Then
    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void shouldNotDependOnWhenOrThroughWhichDoorTheContentCame() {
    // Given
    CreateOperation first = Fixtures.creation();
    CreateOperation later =
        new CreateOperation(
            first.operationId(),
            first.terms(),
            first.receivedAt().plusSeconds(9),
            "another door",
            first.claimVersion() + 1,
            false);

    // When
    String digest = digest(later, Optional.of("id"));

    // Then
    assertThat(digest).isEqualTo(digest(first, Optional.of("id")));
  }

  private static List<CreateOperation> creations() {
    List<CreateOperation> creations = new ArrayList<>();
    for (Optional<String> externalUserId : optionals()) {
      for (Map<String, String> displayData : displayData()) {
        for (Optional<Duration> timeToLive :
            List.of(Optional.<Duration>empty(), Optional.of(Duration.ofMillis(1)))) {
          for (OperationKind kind : OperationKind.values()) {
            TermsBuilder terms = new TermsBuilder().kind(kind).displayData(displayData);
            externalUserId.ifPresent(terms::externalUserId);
            timeToLive.ifPresent(terms::timeToLive);
            creations.add(Fixtures.creation(terms.build()));
          }
        }
      }
    }
    return creations;
  }

  private static List<Optional<String>> optionals() {
    List<Optional<String>> optionals = new ArrayList<>(TEXTS.stream().map(Optional::of).toList());
    optionals.add(Optional.empty());
    return optionals;
  }

  private static List<Map<String, String>> displayData() {
    List<Map<String, String>> all = new ArrayList<>();
    all.add(Map.of());
    for (String name : TEXTS) {
      for (String value : TEXTS) {
        all.add(Map.of(name, value));
        all.add(Map.of(name, value, "second", "a"));
      }
    }
    return all;
  }

  private static RegisterDevice register(String serialNumber, TestDevice signs, TestDevice opens) {
    return register(serialNumber, signs.signingKey(), opens);
  }

  private static RegisterDevice register(String modulus, String algorithm) {
    SigningKey signs = new JsonWebKey.Rsa(modulus, "AQAB", algorithm).requireSigningKey();
    return register("a", signs, Fixtures.PHONE_KEYS);
  }

  private static RegisterDevice register(String serialNumber, SigningKey signs, TestDevice opens) {
    return new RegisterDevice(
        serialNumber, new ProofKey.Signing(signs), opens.encryptionKey(), Optional.empty(), NOW);
  }

  private static String modulus(int seed) {
    byte[] bytes = BigInteger.probablePrime(2048, new Random(seed)).toByteArray();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(bytes, 1, bytes.length));
  }

  private static String digest(Command command, Optional<String> operationId) {
    return HexFormat.of().formatHex(ContentDigest.of(command, operationId));
  }
}
