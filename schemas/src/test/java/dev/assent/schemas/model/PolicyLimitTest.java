package dev.assent.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.avro.TenantPolicy;
import java.time.Duration;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyLimitTest {
  @ParameterizedTest
  @EnumSource
  void shouldBeAFieldOfTheRecordWithTheSameDefault(PolicyLimit limit) {
    Schema.Field field = TenantPolicy.getClassSchema().getField(limit.field());
    assertThat(field).isNotNull();
    if (field.hasDefaultValue()) {
      assertThat(((Number) field.defaultVal()).longValue()).isEqualTo(limit.standard());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldHoldItsOwnStandardAndBoundsAndNothingOutside(PolicyLimit limit) {
    assertThat(List.of(limit.least(), limit.standard(), limit.most())).allMatch(limit::allows);
    assertThat(List.of(limit.least() - 1, limit.most() + 1)).noneMatch(limit::allows);
  }

  @Test
  void shouldNotRoundATimeIntoItsRange() {
    assertThat(PolicyLimit.TIME_TO_LIVE.allows(Duration.ofMinutes(10).plusNanos(1))).isFalse();
    assertThat(PolicyLimit.TIME_TO_LIVE.allows(Duration.ofSeconds(1).minusNanos(1))).isFalse();
  }

  @Test
  void shouldNameTheFieldAndTheRange() {
    assertThatThrownBy(() -> PolicyLimit.COOL_DOWN.require(-1))
        .hasMessage("coolDown must be from 0 to 3600000 milliseconds");
  }

  @Test
  @Tag("SCA-16")
  void shouldHaveTheDefaultKindsOfProof() {
    assertThat(TenantPolicy.getClassSchema().getField("proofKinds").defaultVal())
        .isEqualTo(
            List.of("DEVICE_PIN", "DEVICE_BIOMETRIC", "OCRA", "IDP_SIGNATURE", "MOBILE_SIGNATURE"));
  }
}
