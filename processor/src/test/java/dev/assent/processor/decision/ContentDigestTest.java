package dev.assent.processor.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.processor.decision.Command.CancelOperation;
import dev.assent.processor.decision.Command.CreateOperation;
import dev.assent.processor.decision.Command.RegisterDevice;
import dev.assent.processor.decision.Command.RevokeCredential;
import dev.assent.schemas.device.JsonWebKey;
import dev.assent.schemas.device.SigningKey;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ContentDigestTest {
  private static final Instant NOW = Fixtures.CREATED;

  /** Texts whose plain concatenations are easily mistaken for one another. */
  private static final List<String> TEXTS =
      List.of("", "a", "b", "ab", "=", "=a", "\0", "a\0b", "1");

  @Test
  void shouldTellEveryCommandFromEveryOther() {
    // Given
    Map<String, Command> byDigest = new HashMap<>();

    Seeds.of("digests", 20_000)
        .forEach(
            random -> {
              // When
              Command command = AnyCommand.of(random, TEXTS);
              Command same = byDigest.putIfAbsent(digest(command, Optional.of("id")), command);

              // Then
              if (same != null) {
                assertThat(command).isEqualTo(same);
              }
            });
    assertThat(byDigest).hasSizeGreaterThan(1);
  }

  @Test
  void shouldGiveCreationsOfTheFirstVersionTheDigestThatTheyHad() {
    for (Optional<String> externalUserId : optionals()) {
      for (Map<String, String> displayData : displayData()) {
        // Given
        TermsBuilder terms = new TermsBuilder().displayData(displayData);
        externalUserId.ifPresent(terms::externalUserId);
        List<String> parts = new ArrayList<>();
        parts.addAll(List.of("CreateOperation", "id"));
        parts.addAll(List.of(externalUserId.map(text -> "=" + text).orElse(""), "SIGNING"));
        parts.addAll(List.of("DEVICE", ""));
        new TreeMap<>(displayData).forEach((name, value) -> parts.addAll(List.of(name, value)));

        // When
        String digest = digest(Fixtures.creation(terms.build()), Optional.of("id"));

        // Then
        assertThat(digest).isEqualTo(first(parts));
      }
    }
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
            new TermsBuilder().matchingPossible().build(),
            first.receivedAt().plusSeconds(9),
            "another door",
            first.claimVersion() + 1,
            false);

    // When
    String digest = digest(later, Optional.of("id"));

    // Then
    assertThat(digest).isEqualTo(digest(first, Optional.of("id")));
  }

  /** As version 1 did it: SHA-256 over the parts, each after its length. */
  private static String first(List<String> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
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

  @Test
  void shouldKeepTheNameThatARevocationHadInTheFirstVersion() {
    assertThat(digest(new RevokeCredential("a", NOW), Optional.empty()))
        .isEqualTo(first(List.of("RevokeDevice", "", "a")));
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
