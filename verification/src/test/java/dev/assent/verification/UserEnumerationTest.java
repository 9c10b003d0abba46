package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.verification.RunningAssent.Holder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSystem.class)
class UserEnumerationTest {
  private final RunningAssent assent;
  private final Api api;

  UserEnumerationTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.api();
  }

  @Test
  @Tag("AS-6")
  void shouldAnswerForAnUnknownUserAsForOneWithoutADevice() {
    // Given
    Holder holder = assent.holder();
    api.revoke(holder.userId(), RunningAssent.SERIAL_NUMBER);

    // When
    Answer without = api.create(holder.userId(), RunningAssent.freshOperationId(), "Log in");
    Answer unknown =
        api.create(RunningAssent.freshUserId(), RunningAssent.freshOperationId(), "Log in");

    // Then
    assertThat(unknown.status()).as(unknown.text()).isEqualTo(404);
    assertThat(unknown.status()).isEqualTo(without.status());
    assertThat(unknown.text()).isEqualTo(without.text());
  }
}
