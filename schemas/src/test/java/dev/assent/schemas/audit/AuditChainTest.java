package dev.assent.schemas.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.schemas.audit.AuditVerification.Chain;
import dev.assent.schemas.audit.AuditVerification.Finding;
import dev.assent.schemas.audit.AuditVerification.Span;
import dev.assent.schemas.avro.AuditRecord;
import dev.assent.schemas.serde.SingleObjectSerde;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("KA-9")
final class AuditChainTest {
  private static final SingleObjectSerde<AuditRecord> CODEC =
      SingleObjectSerde.of(AuditRecord.class);
  private static final Chain CHAIN = new Chain(2, "ingress-1");

  private final List<byte[]> trail = new ArrayList<>();

  @BeforeEach
  void writeFiveRecords() {
    trail.addAll(chain("ingress-1", 5));
  }

  @Test
  void shouldFindNothingInATrailThatNobodyTouched() {
    // When
    AuditVerification verification = verified(trail);

    // Then
    assertThat(verification.findings()).isEmpty();
    assertThat(verification.chains()).containsExactly(Map.entry(CHAIN, new Span(1, 5, 0)));
  }

  @Test
  void shouldFindARecordThatWasRemoved() {
    // Given
    trail.remove(2);

    // When, then
    assertThat(verified(trail).findings()).containsExactly(new Finding.Missing(CHAIN, 3, 3));
  }

  @Test
  void shouldFindARecordThatWasChanged() {
    // Given
    AuditRecord changed = CODEC.decode(trail.get(2));
    changed.setOutcome("GRANTED");
    trail.set(2, CODEC.encode(changed));

    // When, then
    assertThat(verified(trail).findings()).containsExactly(new Finding.Rewritten(CHAIN, 4));
  }

  @Test
  void shouldFindAFirstRecordThatWasNotTheFirst() {
    // Given
    AuditRecord second = CODEC.decode(trail.get(1));
    second.setSequence(1L);

    // When, then
    assertThat(verified(List.of(CODEC.encode(second))).findings())
        .containsExactly(new Finding.Rewritten(CHAIN, 1));
  }

  @Test
  void shouldFindARecordThatWasPutInOrMoved() {
    // Given
    Collections.swap(trail, 2, 3);

    // When, then
    assertThat(verified(trail).findings()).contains(new Finding.Misplaced(CHAIN, 3));
  }

  @Test
  void shouldTakeATrailWhoseOldestRecordsAreGone() {
    // When
    AuditVerification verification = verified(trail.subList(2, 5));

    // Then
    assertThat(verification.findings()).isEmpty();
    assertThat(verification.chains().get(CHAIN)).isEqualTo(new Span(3, 5, 0));
  }

  @Test
  void shouldKeepTheChainsOfInstancesApart() {
    // Given
    List<byte[]> other = chain("ingress-2", 5);
    List<byte[]> mixed = new ArrayList<>();
    for (int index = 0; index < 5; index++) {
      mixed.add(trail.get(index));
      mixed.add(other.get(index));
    }

    // When, then
    assertThat(verified(mixed).findings()).isEmpty();
  }

  @Test
  void shouldSayHowManyRecordsAnInstanceLost() {
    // Given
    AuditChain chain = new AuditChain("ingress-3");
    AuditRecord record = record();
    record.setLost(7L);

    // When
    AuditVerification verification = verified(List.of(chain.append(record, CODEC::encode)));

    // Then
    assertThat(verification.chains().get(new Chain(2, "ingress-3"))).isEqualTo(new Span(1, 1, 7));
  }

  private static AuditVerification verified(List<byte[]> values) {
    AuditVerification verification = new AuditVerification();
    values.forEach(value -> verification.take(2, value, CODEC.decode(value)));
    return verification;
  }

  private static List<byte[]> chain(String instance, int records) {
    AuditChain chain = new AuditChain(instance);
    List<byte[]> values = new ArrayList<>();
    for (int number = 0; number < records; number++) {
      values.add(chain.append(record(), CODEC::encode));
    }
    return values;
  }

  private static AuditRecord record() {
    AuditRecord record = new AuditRecord();
    record.setRecordedAt(Instant.parse("2026-01-02T03:04:05.678Z"));
    record.setEvent("AUTHENTICATION");
    record.setOutcome("REFUSED");
    record.setDialect("native");
    record.setOperation("getOperation");
    record.setFactors(List.of("API_KEY"));
    return record;
  }
}
