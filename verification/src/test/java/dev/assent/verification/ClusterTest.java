package dev.assent.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.assent.schemas.avro.ResultOutcome;
import dev.assent.standalone.cluster.Instances;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.cluster.LocalSettings;
import dev.assent.standalone.cluster.Service;
import dev.assent.verification.RunningAssent.Challenged;
import dev.assent.verification.RunningAssent.Holder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processors with a copy of each other's stores, one of which is killed. The long form is
 * {@code ./assent bench cluster}.
 */
class ClusterTest {
  private static final int USERS = 8;
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final String STALE = "Assent-Stale";

  @TempDir Path directory;

  private final HttpClient client = HttpClient.newHttpClient();

  /** Whether a read was answered, and by whom. */
  private enum Read {
    FRESH,
    STALE,
    NONE
  }

  @Test
  @Tag("KA-5")
  void shouldForwardReadsAnswerFromCopiesAndLoseNothingWhenAnOwnerIsKilled() throws Exception {
    // Given
    LocalSettings settings = LocalSettings.temporary(directory, new Instances(1, 2, 1, 1));
    LocalAssent local = LocalAssent.started(settings);
    try (RunningAssent assent = new RunningAssent(local)) {
      List<Challenged> challenged =
          IntStream.range(0, USERS).mapToObj(_ -> assent.challenged(assent.holder())).toList();
      awaitEverywhere(assent, challenged);

      // When
      local.process(Service.PROCESSOR, 2).kill();
      try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Answer>> approvals = new ArrayList<>();
        for (Challenged one : challenged) {
          approvals.add(users.submit(() -> assent.approve(one)));
        }

        // Then
        await("a copy answers")
            .atMost(WITHIN)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> challenged.stream().anyMatch(one -> read(assent, 1, one) == Read.STALE));
        for (Future<Answer> approval : approvals) {
          assertThat(approval.get().succeeded()).as(approval.get().text()).isTrue();
        }
      }
      assertTakenOver(assent, challenged);
      assent.settle(challenged.stream().map(Challenged::holder).toList());
      for (Challenged one : challenged) {
        assertThat(assent.ledger().results(one.operationId()))
            .singleElement()
            .satisfies(result -> assertThat(result.getOutcome()).isEqualTo(ResultOutcome.APPROVED));
      }
    }
  }

  /** Each processor shows what only one of them owns. */
  private void awaitEverywhere(RunningAssent assent, List<Challenged> challenged) {
    for (int processor = 1; processor <= 2; processor++) {
      int which = processor;
      for (Challenged one : challenged) {
        await("read of processor " + which)
            .atMost(WITHIN)
            .until(() -> read(assent, which, one) == Read.FRESH);
      }
    }
  }

  private void assertTakenOver(RunningAssent assent, List<Challenged> challenged) {
    for (Challenged one : challenged) {
      await("taken over").atMost(WITHIN).until(() -> read(assent, 1, one) == Read.FRESH);
    }
  }

  private Read read(RunningAssent assent, int processor, Challenged challenged) {
    Holder holder = challenged.holder();
    URI address =
        assent
            .local()
            .processors()
            .get(processor - 1)
            .resolve(
                "/view/v1/operations/%s/%s/%s"
                    .formatted(assent.tenant(), holder.userId(), challenged.operationId()));
    HttpResponse<String> response;
    try {
      Path token = assent.local().settings().stateDirectory().resolve("view-token");
      response =
          client.send(
              HttpRequest.newBuilder(address)
                  .header("Authorization", "Bearer " + Files.readString(token).strip())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    if (response.statusCode() != 200 || !response.body().contains(challenged.operationId())) {
      return Read.NONE;
    }
    return response.headers().firstValue(STALE).isPresent() ? Read.STALE : Read.FRESH;
  }
}
