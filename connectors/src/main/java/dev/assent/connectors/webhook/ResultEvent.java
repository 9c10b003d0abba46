package dev.assent.connectors.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.assent.schemas.avro.OperationResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * A result as a webhook's message (Standard Webhooks 1.0, "Payload"): {@code type}, {@code
 * timestamp} and {@code data} with all that the result has, by its own names. Times are RFC 3339,
 * bytes are base64url without padding, and what a result does not have is left out.
 */
final class ResultEvent {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private ResultEvent() {}

  /**
   * The id of the message: a digest of the event id, because an id in a header must be short, must
   * not have a full stop (Standard Webhooks 1.0, "Webhook metadata") and need not name the user.
   */
  static String messageId(OperationResult result) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(result.getEventId().getBytes(StandardCharsets.UTF_8));
      return "evt_" + BASE64URL.encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** The body. */
  static byte[] body(OperationResult result) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField(
          "type", "operation." + result.getOutcome().name().toLowerCase(Locale.ROOT));
      json.writeStringField("timestamp", result.getDecidedAt().toString());
      json.writeFieldName("data");
      write(json, result);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case IndexedRecord fields -> {
        json.writeStartObject();
        for (Schema.Field field : fields.getSchema().getFields()) {
          Object member = fields.get(field.pos());
          if (member != null) {
            json.writeFieldName(field.name());
            write(json, member);
          }
        }
        json.writeEndObject();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(entry.getKey().toString());
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      case Collection<?> elements -> {
        json.writeStartArray();
        for (Object element : elements) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case ByteBuffer bytes -> {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        json.writeString(BASE64URL.encodeToString(copy));
      }
      case Number number -> json.writeNumber(number.toString());
      case Boolean flag -> json.writeBoolean(flag);
      // texts, constants, times: RFC 3339 is how an Instant reads
      default -> json.writeString(value.toString());
    }
  }
}
