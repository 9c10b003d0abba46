package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.standalone.cluster.Service;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSystem.class)
class RestartTest {
  private final RunningAssent assent;
  private final Api api;

  RestartTest(RunningAssent assent) {
    this.assent = assent;
    this.api = assent.api();
  }

  @Test
  void shouldKeepItsStateOverARestartOfTheProcessor() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged approved = assent.challenged(holder);
    String signature = assent.retrieveAndSign(approved);
    Answer approval = api.authenticate(holder.userId(), approved.challengeKey(), signature);
    Challenged open = assent.challenged(holder);

    // When
    assent.local().process(Service.PROCESSOR).stop();
    assent.startProcessor();

    // Then
    assertThat(api.pending(holder.userId()).json().findValuesAsText("operationId"))
        .containsExactly(open.operationId());
    assertThat(api.operation(approved.operationId()).json().path("state").asText())
        .isEqualTo("approved");
    assertThat(api.authenticate(holder.userId(), approved.challengeKey(), signature).text())
        .isEqualTo(approval.text());
    assertThat(assent.approve(open).succeeded()).isTrue();
  }

  @Test
  void shouldServeAgainAfterARestartOfTheIngress() throws Exception {
    // Given
    Holder holder = assent.holder();
    Challenged open = assent.challenged(holder);

    // When
    assent.local().process(Service.INGRESS).stop();
    assent.local().start(Service.INGRESS);

    // Then
    assertThat(assent.approve(open).succeeded()).isTrue();
    assertThat(api.operation(open.operationId()).json().path("state").asText())
        .isEqualTo("approved");
  }
}
