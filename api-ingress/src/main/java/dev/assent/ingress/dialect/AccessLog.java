package dev.assent.ingress.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.assent.ingress.tenant.Caller;
import dev.assent.ingress.trace.RequestIds;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of JSON for each request, on a logger of its own.
 *
 * <p>Barrier: of what a caller sends only its {@code X-Request-ID} is written, as far as it has its
 * form. The path is the template of the route, because a path holds user ids and challenge keys;
 * and every character that is not visible ASCII is escaped (OWASP ASVS 5.0, 16.2.5 and 16.4.1).
 */
@Singleton
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("assent.access");
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final long NANOSECONDS = 1_000;

  private final InstantSource clock;

  AccessLog(InstantSource clock) {
    this.clock = clock;
  }

  /** A request that a dialect answered. */
  void answered(Visit visit, HttpResponse<byte[]> response) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    Optional<Caller> caller = visit.caller();
    write(
        visit.call().request(),
        visit.call().dialect(),
        visit.call().operation(),
        response,
        json -> {
          optional(json, "tenant", caller.map(Caller::tenant));
          optional(json, "keyId", caller.map(Caller::keyId));
          optional(json, "refusal", visit.refusal());
          json.writeNumberField("microseconds", visit.elapsed() / NANOSECONDS);
          optional(json, "traceId", visit.correlation().traceId());
        });
  }

  /** A request that the server itself refused. */
  void refused(
      HttpRequest<?> request,
      Dialect dialect,
      String operation,
      Failure failure,
      HttpResponse<byte[]> response) {
    if (LOG.isInfoEnabled()) {
      write(
          request,
          dialect,
          operation,
          response,
          json -> json.writeStringField("refusal", failure.name()));
    }
  }

  private void write(
      HttpRequest<?> request,
      Dialect dialect,
      String operation,
      HttpResponse<byte[]> response,
      Json.Writing more) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("at", clock.instant().toString());
      json.writeStringField("remoteAddress", address(request));
      json.writeStringField("method", request.getMethod().name());
      optional(json, "route", BasicHttpAttributes.getUriTemplate(request));
      json.writeStringField("dialect", dialect.name());
      json.writeStringField("operation", operation);
      json.writeNumberField("status", response.code());
      json.writeNumberField("bytes", response.getBody().map(body -> body.length).orElse(0));
      optional(json, "requestId", RequestIds.find(request));
      more.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    LOG.info("{}", line);
  }

  private static String address(HttpRequest<?> request) {
    return request.getRemoteAddress().getAddress().getHostAddress();
  }

  private static void optional(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    Json.optional(json, name, value.orElse(null));
  }
}
