package dev.assent.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.OperationResult;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.ProviderRefused;
import dev.assent.schemas.avro.ResultOutcome;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations that a provider does not carry out. */
final class ProviderRefusalTest {
  private TopologyDriver stream;
  private ProviderPath path;

  @BeforeEach
  void start(@TempDir Path directory) {
    stream = new TopologyDriver(directory);
    path = new ProviderPath(stream);
    path.register();
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @ParameterizedTest
  @CsvSource({
    "EXPIRED, EXPIRED, EXPIRED_AT_PROVIDER",
    "BLOCKED, FAILED, BLOCKED_AT_PROVIDER",
    "NEWER_THAN_WE_ARE, FAILED, PROVIDER_REFUSED",
    ", FAILED, PROVIDER_REFUSED"
  })
  @Tag("AS-20")
  void shouldSayInResultAndOperationWhyTheProviderDidNotCarryItOut(
      String refusal, ResultOutcome outcome, String reason) {
    // When
    path.report(path.started(), new ProviderRefused("208/2082", refusal));

    // Then
    OperationResult result = path.onlyResult();
    assertThat(result.getOutcome()).isEqualTo(outcome);
    assertThat(result.getReason()).isEqualTo(reason);
    assertThat(result.getProviderCode()).isEqualTo("208/2082");
    OperationSnapshot operation = stream.operations().getLast().value();
    assertThat(operation.getState().name()).isEqualTo(outcome.name());
    assertThat(operation.getProviderCode()).isEqualTo("208/2082");
  }
}
