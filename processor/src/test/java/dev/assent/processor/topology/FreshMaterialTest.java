package dev.assent.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.processor.decision.TestDevice;
import dev.assent.schemas.avro.Reply;
import dev.assent.schemas.device.Nonce;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FreshMaterialTest {
  private static final int OPERATIONS = 10;
  private static final TestDevice PHONE = TestDevice.edwards("VDS1-1");

  private TopologyDriver stream;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    stream.register(PHONE);
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  @Tag("NI-8")
  @Tag("AS-9")
  void shouldGiveEachChallengeAKeyAndANonceOfItsOwn() throws Exception {
    // Given
    Set<String> keys = new HashSet<>();
    Set<Nonce> nonces = new HashSet<>();

    // When
    for (int number = 0; number < OPERATIONS; number++) {
      String key = stream.create("payment-" + number).getChallengeKey();
      byte[] document = stream.retrieve(key, PHONE);
      keys.add(key);
      nonces.add(new Nonce(new ObjectMapper().readTree(document).path("nonce").asText()));
    }

    // Then
    assertThat(keys).hasSize(OPERATIONS);
    assertThat(nonces)
        .hasSize(OPERATIONS)
        .allSatisfy(nonce -> assertThat(nonce.bytes()).hasSize(16));
  }

  @Test
  @Tag("AS-6")
  void shouldAnswerForAnUnknownUserAsForOneWithoutADevice() {
    // Given
    stream.revoke(PHONE);

    // When
    Reply without = stream.create(TopologyDriver.creation("payment-1"));
    Reply unknown =
        stream.ask(stream.command(TopologyDriver.creation("payment-2")).setUserId("C3"));

    // Then
    assertThat(unknown.getBody()).isEqualTo(without.getBody());
    assertThat(TopologyDriver.reason(unknown)).isEqualTo("NO_ELIGIBLE_CREDENTIAL");
  }
}
