package dev.assent.standalone.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationRequest;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.catalogue.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroJsonTest {
  private static final String WRITTEN = AvroJson.write(request());

  private final Path file;

  AvroJsonTest(@TempDir Path directory) {
    this.file = directory.resolve("mended.json");
  }

  @Test
  void shouldRefuseWhatIsNotJsonWithoutQuotingIt() {
    assertRefused("{\"tenant\": \"hunter2", "is not JSON: line 1, column");
  }

  @Test
  void shouldTakeAnOptionalFieldThatIsLeftOut() throws Exception {
    // Given
    String shorter = WRITTEN.replaceAll("(?m)^.* : null,?\\R", "").replaceAll(",(\\s*})", "$1");
    assertThat(shorter).isNotEqualTo(WRITTEN);
    Files.writeString(file, shorter);

    // When
    SpecificRecord read = AvroJson.read(OperationRequest.getClassSchema(), file);

    // Then
    assertThat(read).isEqualTo(request());
  }

  @Test
  void shouldNameAFieldThatIsMissing() {
    assertRefused(
        WRITTEN.replace("\"operationId\"", "\"operatoinId\""),
        "is no OperationRequest in Avro's JSON encoding",
        "operationId");
  }

  @Test
  void shouldNameAFieldThatTheSchemaDoesNotHave() {
    assertRefused(WRITTEN.replaceFirst("\\{", "{\"urgent\": true,"), "urgent");
  }

  @Test
  void shouldRefuseMoreThanOneValue() {
    assertRefused(WRITTEN + "{}", "is not JSON: line");
  }

  @Test
  void shouldRefuseAValueOfAnotherType() {
    assertRefused(WRITTEN.replace("\"SIGNING\"", "7"), "Avro's JSON encoding");
  }

  @Test
  void shouldRefuseAFileThatIsNotThere() {
    assertThatThrownBy(() -> AvroJson.mended(Topic.REQUESTS, null, file, Map.of()))
        .isInstanceOf(DeadLetterFailure.class)
        .hasMessageContaining("mended.json");
  }

  @Test
  void shouldRefuseATenantUnderTheKeyOfAnother() throws Exception {
    // Given
    Tenant tenant =
        Tenant.newBuilder()
            .setTenant("bank")
            .setDisplayName("Bank")
            .setEnabled(true)
            .setApiKeys(List.of())
            .setPolicy(
                TenantPolicy.newBuilder()
                    .setTimeToLive(1_000)
                    .setMaximumFailedProofs(5)
                    .setMaximumPending(5)
                    .setRetention(1_000)
                    .build())
            .build();
    Files.writeString(file, AvroJson.write(tenant));
    byte[] key = "other".getBytes(StandardCharsets.UTF_8);

    // When, then
    assertThatThrownBy(() -> AvroJson.mended(Topic.TENANTS, key, file, Map.of()))
        .isInstanceOf(DeadLetterFailure.class)
        .hasMessageContaining("another tenant");
  }

  private void assertRefused(String json, String... message) {
    assertThat(json).isNotEqualTo(WRITTEN);
    assertThatThrownBy(
            () -> {
              Files.writeString(file, json);
              AvroJson.mended(Topic.REQUESTS, null, file, Map.of());
            })
        .isInstanceOf(DeadLetterFailure.class)
        .hasMessageContainingAll(message)
        .hasMessageNotContaining("hunter2");
  }

  private static OperationRequest request() {
    return OperationRequest.newBuilder()
        .setTenant("bank")
        .setUserId("alice")
        .setOperationId("payment")
        .setKind(OperationKind.SIGNING)
        .setChannel(Channel.DEVICE)
        .setDisplayData(Map.of("amount", "12.50"))
        .build();
  }
}
