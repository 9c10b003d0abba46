package dev.assent.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.standalone.simulator.authority.TestAuthority;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorsTest {
  @TempDir Path directory;
  private LocalSettings settings;
  private Simulators simulators;

  @BeforeEach
  void makeStateDirectory() throws Exception {
    settings = LocalSettings.temporary(directory);
    simulators = new Simulators(settings);
    Files.createDirectories(settings.stateDirectory());
  }

  @Test
  void shouldConfigureAConnectorForEachProviderWhereItListensNow() throws Exception {
    // Given
    Files.writeString(settings.connectorSettings(), "connectors=\n");

    // When
    simulators.configureConnectors();
    simulators.configureConnectors();

    // Then
    List<String> lines = Files.readAllLines(settings.connectorSettings());
    assertThat(lines)
        .contains(
            "connectors=mobile-service,mobile-service-rest,mobile-id,smart-id,bank-idp",
            "connector.mobile-id.url=http://127.0.0.1:%d/mid-api"
                .formatted(settings.ports().number(Ports.Use.MOBILE_ID)))
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldLeaveTheSettingsOfSomebodyElseAlone() throws Exception {
    // Given
    Files.writeString(settings.connectorSettings(), "connectors=mine\n");

    // When
    simulators.configureConnectors();

    // Then
    assertThat(settings.connectorSettings()).hasContent("connectors=mine");
  }

  @Test
  void shouldAddTheRootToWhatATenantDecidedBefore() throws Exception {
    // Given
    ByteBuffer own = ByteBuffer.wrap(TestAuthority.create("Own").root().getEncoded());
    TenantPolicy before =
        TenantPolicy.newBuilder(DemoTenant.generate().toRecord(Instant.EPOCH).getPolicy())
            .setTrustAnchors(List.of(own))
            .setMsspConnectors(Map.of("http://own.example/", "own"))
            .setMaximumPending(7)
            .build();
    TestAuthority authority = TestAuthority.create();

    // When
    TenantPolicy after = Simulators.believing(before, authority.root());

    // Then
    assertThat(after.getTrustAnchors())
        .containsExactly(own, ByteBuffer.wrap(authority.root().getEncoded()));
    assertThat(after.getMsspConnectors())
        .containsEntry("http://own.example/", "own")
        .containsEntry("http://smart-id.example/", "smart-id")
        .doesNotContainValue("bank-idp");
    assertThat(after.getMaximumPending()).isEqualTo(7);
  }
}
