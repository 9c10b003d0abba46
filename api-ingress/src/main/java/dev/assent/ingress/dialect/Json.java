package dev.assent.ingress.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes answers. */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final int USUAL_BYTES = 512;

  private Json() {}

  /** Writes one JSON value. */
  @FunctionalInterface
  public interface Writing {
    /** Writes it to the generator. */
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** An answer in JSON. */
  public static MutableHttpResponse<byte[]> answer(int status, Writing writing) {
    return answer(status, MediaType.APPLICATION_JSON_TYPE, writing);
  }

  /** An answer in a media type that is JSON. */
  public static MutableHttpResponse<byte[]> answer(int status, MediaType type, Writing writing) {
    return HttpResponse.<byte[]>status(HttpStatus.valueOf(status))
        .contentType(type)
        .body(bytes(writing));
  }

  /** The value on one line. */
  public static String text(Writing writing) {
    return new String(bytes(writing), StandardCharsets.UTF_8);
  }

  /** Writes a member only where there is a value: absent is never null. */
  public static void optional(JsonGenerator json, String name, String valueOrNull)
      throws IOException {
    if (valueOrNull != null) {
      json.writeStringField(name, valueOrNull);
    }
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      writing.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }
}
