package dev.assent.processor.topology;

import dev.assent.schemas.reference.CommittedFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change here moves state between topics: it needs a migration note. */
final class GoldenTopologyTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "topology.txt");

  @Test
  void shouldBeTheTopologyThatWasDecidedOn(@TempDir Path directory) {
    // Given / When
    String description = TopologyDriver.topology(directory).describe().toString();

    // Then
    CommittedFile.mustBe(GOLDEN, description);
  }
}
