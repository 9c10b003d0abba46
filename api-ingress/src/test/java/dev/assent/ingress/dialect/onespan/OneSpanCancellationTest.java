package dev.assent.ingress.dialect.onespan;

import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.application.IngressUnderTest.basic;
import static dev.assent.ingress.dialect.Snapshots.anOperation;
import static dev.assent.ingress.dialect.Snapshots.reply;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.avro.DeclineOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.device.Cancellation;
import dev.assent.schemas.key.ChallengeKey;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.model.DeclineReason;
import dev.assent.schemas.model.Reason;
import dev.assent.schemas.sealing.CancellationKeys;
import dev.assent.schemas.sealing.SealedCancellation;
import dev.assent.schemas.vault.SecretVault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancelling takes what the device sealed, and nothing else. */
class OneSpanCancellationTest {
  private static final String CANCEL = "authentication/push/cancelAuthUser";
  private static final String SERIAL_NUMBER = "VDS1000120-1";
  private static final String KEY =
      ChallengeKey.issue(new UserKey("demo", "jane.doe"), new byte[16]).text();
  private static final String SIGNATURE = "ab".repeat(64);
  private static CancellationKeys keys;
  private static IngressUnderTest ingress;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    Path file =
        Files.createFile(
            directory.resolve("vault"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "k1:" + "A".repeat(43) + "=\n");
    keys = CancellationKeys.of(SecretVault.open(file, new SecureRandom()));
    ingress = new IngressUnderTest(Optional.empty(), keys);
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void reset() {
    ingress.reset();
  }

  @ParameterizedTest
  @CsvSource({
    "authentication/push/cancelAuthUser,challengeKey,AUTHENTICATION",
    "authentication/scan/cancelAuthUser,challengeKey,AUTHENTICATION",
    "signature/push/cancelAuthSignatureRequest,requestKey,SIGNING",
    "signature/scan/cancelAuthSignatureRequest,requestKey,SIGNING"
  })
  void shouldMakeASignedRefusalOfWhatWasSealed(String service, String member, OperationKind kind) {
    // Given
    ingress.replies(reply(anOperation("op").setState(OperationState.DECLINED).build()));

    // When
    HttpResponse<String> response = ask(service, member, sealed(DeclineReason.DATA_INCORRECT));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"resultCodes\":{\"returnCodeEnum\":\"RET_SUCCESS\","
                + "\"statusCodeEnum\":\"STAT_SUCCESS\",\"returnCode\":0,\"statusCode\":0}}");
    Command command = ingress.command();
    assertThat(command.getUserId()).isNull();
    assertThat(command.getBody())
        .isEqualTo(
            new DeclineOperation(
                KEY,
                "DATA_INCORRECT",
                ByteBuffer.wrap(HexFormat.of().parseHex(SIGNATURE)),
                kind,
                SERIAL_NUMBER));
  }

  @ParameterizedTest
  @EnumSource
  void shouldHandOnTheReason(DeclineReason reason) {
    // When
    ask(CANCEL, "challengeKey", sealed(reason));

    // Then
    DeclineOperation body = (DeclineOperation) ingress.command().getBody();
    assertThat(body.getReason()).isEqualTo(reason.name());
  }

  @Test
  void shouldNameAnAttemptByItsContentHoweverItIsSealed() {
    // When
    ask(CANCEL, "challengeKey", sealed(DeclineReason.UNWANTED));
    ask(CANCEL, "challengeKey", sealed(DeclineReason.UNWANTED).toLowerCase(Locale.ROOT));
    ask(CANCEL, "challengeKey", sealed(DeclineReason.NOT_ME));

    // Then
    assertThat(ingress.commands())
        .extracting(Command::getIdempotencyKey)
        .satisfies(
            attempts -> {
              assertThat(attempts.get(0)).isEqualTo(attempts.get(1));
              assertThat(attempts.get(2)).isNotEqualTo(attempts.get(0));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "CHALLENGE_NOT_HELD,STAT_NOSUPPORT,9403",
    "CHALLENGE_UNKNOWN,STAT_NOT_FOUND,9404",
    "OPERATION_CLOSED,STAT_NOT_FOUND,9404",
    "DEADLINE_PASSED,STAT_EXP_CHALLENGE,1004",
    "PROOF_INVALID,STAT_INVCREDENTIALS,1000",
    "USER_LOCKED,STAT_LOCKED,1007"
  })
  void shouldTranslateARefusal(Reason reason, String status, int number) {
    // Given
    ingress.refuses(reason);

    // When
    HttpResponse<String> response = ask(CANCEL, "challengeKey", sealed(DeclineReason.UNWANTED));

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(failure(status, number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123456789", "00", "garbage", "zz"})
  void shouldRefuseWhatNobodySealed(String message) {
    assertRefused(SERIAL_NUMBER, message);
  }

  @Test
  void shouldRefuseThePlainKey() {
    assertRefused(SERIAL_NUMBER, KEY);
    assertRefused(SERIAL_NUMBER, HexFormat.of().formatHex(KEY.getBytes(US_ASCII)));
  }

  @Test
  @Tag("DL-5")
  void shouldRefuseTheMessageOfAnotherDevice() {
    assertRefused("VDS1000120-2", sealed(DeclineReason.UNWANTED));
  }

  @Test
  @Tag("DL-5")
  void shouldRefuseAMessageOfWhichAnyByteWasChanged() {
    // Given
    long seed = Long.getLong("assent.seed", System.nanoTime());
    System.out.println("replay with -Dassent.seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    byte[] sealed = HexFormat.of().parseHex(sealed(DeclineReason.UNWANTED));

    for (int round = 0; round < 60; round++) {
      // When
      byte[] changed = sealed.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));

      // Then
      assertRefused(SERIAL_NUMBER, HexFormat.of().formatHex(changed));
    }
  }

  @Test
  void shouldRefuseASealedProofOfNoLengthThatProofsHave() {
    assertRefused(SERIAL_NUMBER, sealed(KEY, "abcd", DeclineReason.UNWANTED));
  }

  @Test
  void shouldNotFindAKeyThatCannotBeOne() {
    // When
    HttpResponse<String> response =
        ask(CANCEL, "challengeKey", sealed("0123456789", SIGNATURE, DeclineReason.UNWANTED));

    // Then
    assertThat(response.body()).isEqualTo(failure("STAT_NOT_FOUND", 9404));
    assertThat(ingress.commands()).isEmpty();
  }

  @Test
  void shouldSayThatItIsNotSetUpWithoutAVault() {
    try (IngressUnderTest without = new IngressUnderTest()) {
      // When
      HttpResponse<String> response =
          ask(without, CANCEL, SERIAL_NUMBER, "challengeKey", sealed(DeclineReason.UNWANTED));

      // Then
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.body()).isEqualTo(failure("STAT_UNAVAILABLE", 9503));
    }
  }

  private static void assertRefused(String serialNumber, String message) {
    HttpResponse<String> response = ask(ingress, CANCEL, serialNumber, "challengeKey", message);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo(failure("STAT_INVALID_REQUEST", 9400));
    assertThat(ingress.commands()).isEmpty();
  }

  private static String sealed(DeclineReason reason) {
    return sealed(KEY, SIGNATURE, reason);
  }

  private static String sealed(String challengeKey, String proof, DeclineReason reason) {
    return SealedCancellation.seal(
        keys.current().orElseThrow(), SERIAL_NUMBER, new Cancellation(challengeKey, reason, proof));
  }

  private static String failure(String status, int number) {
    return "{\"resultCodes\":{\"returnCodeEnum\":\"RET_FAILURE\",\"statusCodeEnum\":\""
        + status
        + "\",\"returnCode\":1,\"statusCode\":"
        + number
        + "},\"result\":{}}";
  }

  private static HttpResponse<String> ask(String service, String member, String message) {
    return ask(ingress, service, SERIAL_NUMBER, member, message);
  }

  private static HttpResponse<String> ask(
      IngressUnderTest asked, String service, String serialNumber, String member, String message) {
    String body =
        "{\"serialNumber\":\"%s\",\"%s\":\"%s\"}".formatted(serialNumber, member, message);
    return asked.send(
        asked.post("/rest/v2/" + service, body).header("Authorization", basic("demo", FRONT_END)));
  }
}
