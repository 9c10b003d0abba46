package dev.assent.ingress.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.audit.AuditTrail;
import dev.assent.ingress.authentication.Authentication;
import dev.assent.ingress.authentication.BearerRules;
import dev.assent.ingress.limit.Draining;
import dev.assent.ingress.limit.Limits;
import dev.assent.ingress.service.Result;
import dev.assent.ingress.settings.LimitSettings;
import dev.assent.ingress.tenant.AdministratorKeys;
import dev.assent.ingress.tenant.Caller;
import dev.assent.ingress.tenant.TenantDirectory;
import dev.assent.ingress.trace.Tracing;
import dev.assent.schemas.avro.AuditRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private final Limits limits =
      new Limits(
          new LimitSettings(1_024, 1_024, 8, 256, Duration.ofSeconds(1), 1, 1, 0, 0, 0), () -> 0);
  private final Exchange exchange =
      new Exchange(
          new Authentication(
              Map.of(),
              new TenantDirectory(CLOCK),
              AdministratorKeys.NONE,
              BearerRules.STANDARD,
              _ -> {
                throw new IOException("no issuer publishes keys");
              },
              CLOCK),
          CLOCK,
          new Admission(limits),
          new Visits(
              CLOCK,
              new RequestMetrics(new SimpleMeterRegistry()),
              Tracing.to(Optional.empty()),
              new AccessLog(CLOCK),
              new Unrecorded(),
              new Draining()),
          new Faults());

  @Test
  @Tag("AS-20")
  void shouldKeepNoPlaceOfARequestThatCannotEvenBeRefused() {
    // Given
    Call call =
        Call.ofAnybody(
            new Speechless(), "read", new Caller("demo", "anybody"), HttpRequest.GET("/"));

    // When
    CompletionStage<HttpResponse<byte[]>> answer =
        exchange.serve(
            call,
            _ -> {
              throw new IllegalStateException("broken");
            },
            (Integer _) -> HttpResponse.ok());

    // Then
    assertThat(answer.toCompletableFuture()).isCompletedExceptionally();
    assertThat(limits.requests()).isZero();
    assertThat(limits.begin("*")).as("nor of the anonymous").isTrue();
  }

  /** A dialect that fails while it says that something failed. */
  private static final class Speechless implements Dialect {
    @Override
    public String name() {
      return "speechless";
    }

    @Override
    public String prefix() {
      return "/";
    }

    @Override
    public MutableHttpResponse<byte[]> failure(
        Failure failure, String detail, HttpRequest<?> request) {
      throw new IllegalStateException("speechless");
    }

    @Override
    public MutableHttpResponse<byte[]> refusal(Result.Refused<?> refusal, HttpRequest<?> request) {
      throw new IllegalStateException("speechless");
    }
  }

  private static final class Unrecorded implements AuditTrail {
    @Override
    public void record(AuditRecord record) {}

    @Override
    public long lost() {
      return 0;
    }
  }
}
