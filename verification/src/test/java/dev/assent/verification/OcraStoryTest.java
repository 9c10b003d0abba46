package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.schemas.device.ApprovalDigest;
import dev.assent.schemas.device.ChallengeDocument;
import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.ocra.Ocra;
import dev.assent.schemas.ocra.OcraInput;
import dev.assent.schemas.ocra.OcraKey;
import dev.assent.schemas.ocra.OcraQuestion;
import dev.assent.schemas.ocra.OcraSuite;
import dev.assent.standalone.device.SimulatedDevice;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A device that answers with a few digits; the test is the token. */
@ExtendWith(SharedSystem.class)
class OcraStoryTest {
  private static final OcraSuite SUITE = OcraSuite.parse("OCRA-1:HOTP-SHA256-8:C-QN08");
  private static final int SECRET_BYTES = 32;

  private final RunningAssent assent;
  private final byte[] secret = new byte[SECRET_BYTES];

  OcraStoryTest(RunningAssent assent) {
    this.assent = assent;
    new SecureRandom().nextBytes(secret);
  }

  @Test
  @Tag("OC-4")
  @Tag("OC-6")
  @Tag("SCA-2")
  void shouldApproveWithAResponseOnceAndMoveTheCounterOn() throws Exception {
    // Given
    Holder holder = holder();
    Challenged first = assent.challenged(holder);
    Challenged second = assent.challenged(holder);
    String digits = response(assent.retrieve(first), 0);
    ChallengeDocument later = assent.retrieve(second);

    // When
    Answer accepted = answer(first, digits);
    Answer again = answer(first, digits);
    Answer oldCounter = answer(second, response(later, 0));
    Answer nextCounter = answer(second, response(later, 1));

    // Then
    assertThat(digits).matches("[0-9]{8}");
    assertThat(accepted.succeeded()).as(accepted.text()).isTrue();
    assertThat(again.text()).isEqualTo(accepted.text());
    assertThat(oldCounter.statusCode()).isEqualTo("STAT_INVCREDENTIALS");
    assertThat(nextCounter.succeeded()).as(nextCounter.text()).isTrue();
    OperationResult result = assent.ledger().awaitResult(first.operationId());
    assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED);
    assertThat(result.getProofKind()).isEqualTo("OCRA");
    assertThat(result.getOcraEvidence().getSuite()).isEqualTo(SUITE.text());
    assertThat(result.getOcraEvidence().getCounter()).isZero();
    assent.settle(holder);
    assertThat(assent.ledger().results(first.operationId())).hasSize(1);
  }

  @Test
  @Tag("CR-2")
  @Tag("KA-4")
  @Tag("OC-9")
  @Tag("SCA-12")
  void shouldLeaveTheSecretNowhereReadable() throws Exception {
    // Given
    Holder holder = holder();
    Challenged challenged = assent.challenged(holder);
    Answer accepted = answer(challenged, response(assent.retrieve(challenged), 0));
    assent.ledger().awaitResult(challenged.operationId());

    // When
    String hexadecimal = HexFormat.of().formatHex(secret);
    Set<String> sought = new HashSet<>();
    sought.add(holder.userId());
    sought.add(new String(secret, StandardCharsets.ISO_8859_1));
    sought.add(hexadecimal);
    sought.add(hexadecimal.toUpperCase(Locale.ROOT));
    sought.add(Base64.getEncoder().withoutPadding().encodeToString(secret));
    sought.add(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    Set<String> found = found(sought);

    // Then
    assertThat(accepted.succeeded()).as(accepted.text()).isTrue();
    assertThat(found).as("of what was sought, only what may be kept").containsOnly(holder.userId());
  }

  private Holder holder() {
    SimulatedDevice device =
        SimulatedDevice.create(
            RunningAssent.SERIAL_NUMBER, SignatureAlgorithm.ES256, KeyEncapsulation.P256);
    ObjectNode registration = device.registration();
    registration.remove("signingKey");
    registration
        .putObject("ocra")
        .put("suite", SUITE.text())
        .put("secret", Base64.getEncoder().encodeToString(secret));
    Holder holder = new Holder(RunningAssent.freshUserId(), device);
    Answer answer = assent.nativeApi().register(holder.userId(), registration);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return holder;
  }

  private Answer answer(Challenged challenged, String digits) {
    return RunningAssent.untilAnswered(
        () ->
            assent
                .api()
                .authenticate(challenged.holder().userId(), challenged.challengeKey(), digits));
  }

  private String response(ChallengeDocument document, long counter) {
    byte[] digest = ApprovalDigest.approval(document.canonical(), ProofKind.OCRA, Optional.empty());
    try (OcraKey key = OcraKey.of(SUITE.hash(), secret)) {
      return Ocra.response(
          SUITE,
          key,
          new OcraInput(
              OptionalLong.of(counter),
              OcraQuestion.derive(SUITE, digest),
              Optional.empty(),
              Optional.empty(),
              OptionalLong.empty()));
    }
  }

  /** Which of these are in a file of broker, registry, processor or ingress. */
  private Set<String> found(Set<String> sought) throws IOException {
    Search search = new Search(sought);
    Files.walkFileTree(assent.local().settings().stateDirectory(), search);
    Files.walkFileTree(assent.local().settings().logDirectory(), search);
    return search.found;
  }

  private static final class Search extends SimpleFileVisitor<Path> {
    private final Set<String> sought;
    private final Set<String> found = new HashSet<>();

    Search(Set<String> sought) {
      this.sought = sought;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      try {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        sought.stream().filter(content::contains).forEach(found::add);
        return FileVisitResult.CONTINUE;
      } catch (NoSuchFileException deleted) {
        return visitFileFailed(file, deleted);
      }
    }

    /** What runs deletes files, too. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }
}
