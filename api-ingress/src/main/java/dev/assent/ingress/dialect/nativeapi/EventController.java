package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.ClientConnection;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.service.Outcomes;
import dev.assent.ingress.settings.IngressSettings.WaitSettings;
import dev.assent.schemas.avro.ApiKeyRole;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** An operation and its changes as server-sent events: {@code docs/reference/waiting.md}. */
@Controller("/api/v1")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class EventController {
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final Pattern EVENT_ID = Pattern.compile("[0-9]{1,18}");

  private final Exchange exchange;
  private final NativeDialect dialect;
  private final Outcomes outcomes;
  private final Duration heartbeat;

  EventController(
      Exchange exchange, NativeDialect dialect, Outcomes outcomes, WaitSettings settings) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.outcomes = outcomes;
    this.heartbeat = settings.heartbeat();
  }

  @Get(value = "/operations/{operationId:[^/]+}/events", headRoute = false)
  CompletionStage<HttpResponse<?>> events(HttpRequest<?> http) {
    EventStream stream = new EventStream(lastEventId(http), heartbeat);
    return exchange
        .serve(
            new Call(dialect, "operationEvents", ApiKeyRole.BACK_END, http).waiting(),
            MediaType.TEXT_EVENT_STREAM,
            request -> {
              Outcomes.Waiting waiting =
                  outcomes.follow(request, NativePath.operationId(http), stream);
              stream.whenUnheard(waiting.end());
              return ClientConnection.during(http, waiting.result(), waiting.end());
            },
            first -> stream.isComplete(first) ? HttpResponse.noContent() : head())
        .thenApply(
            response ->
                response.code() == HttpStatus.OK.getCode()
                    ? response.toMutableResponse().body(stream.body())
                    : response);
  }

  private static MutableHttpResponse<byte[]> head() {
    return HttpResponse.<byte[]>ok()
        .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        // nginx would keep events back until its buffer is full
        .header("X-Accel-Buffering", "no");
  }

  /** What we never sent is no place to go on from: then the operation is sent as it is. */
  private static long lastEventId(HttpRequest<?> http) {
    List<String> given = http.getHeaders().getAll(LAST_EVENT_ID);
    return given.size() == 1 && EVENT_ID.matcher(given.getFirst()).matches()
        ? Long.parseLong(given.getFirst())
        : 0;
  }
}
