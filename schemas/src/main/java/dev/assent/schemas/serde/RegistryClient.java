package dev.assent.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assent.schemas.serde.RegistryTransport.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The part of the Confluent Schema Registry protocol that serdes need (API reference, "Schemas" and
 * "Subjects"). Safe for use by several threads, which may ask the same twice.
 */
final class RegistryClient implements AutoCloseable {
  private static final int MOST_REFERENCES = 1_000;

  private final RegistryTransport transport;
  private final KnownSchemas known;
  private final boolean autoRegister;

  RegistryClient(RegistrySettings settings) {
    this.transport = new RegistryTransport(settings);
    this.known = KnownSchemas.of(settings.urls());
    this.autoRegister = settings.autoRegister();
  }

  /**
   * The id to write records with.
   *
   * @throws SerializationException where the schema is not registered, or the registry refuses it
   * @throws RegistryUnavailableException where the registry cannot be asked
   */
  int identify(String subject, Schema schema) {
    return known.identifier(subject, schema).orElseGet(() -> ask(subject, schema));
  }

  private int ask(String subject, Schema schema) {
    if (autoRegister) {
      return register(subject, schema);
    }
    return lookUp(subject, schema)
        .orElseThrow(
            () ->
                new SerializationException(
                    "The schema "
                        + schema.getFullName()
                        + " is not registered under "
                        + subject
                        + ", and "
                        + RegistrySettings.AUTO_REGISTER
                        + " is off"));
  }

  /** The id under which the subject has exactly this schema. */
  OptionalInt lookUp(String subject, Schema schema) {
    Answer answer = transport.post("/subjects/" + encoded(subject), body(schema));
    if (answer.isUnknown()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(remember(subject, schema, answer));
  }

  /** Registers, which gives the same id again where the schema is already there. */
  int register(String subject, Schema schema) {
    Answer answer = transport.post("/subjects/" + encoded(subject) + "/versions", body(schema));
    if (answer.status() == 409) {
      // Apicurio 2.6 refuses all but one of several first registrations at once.
      return lookUp(subject, schema).orElseThrow(() -> refused(subject, answer));
    }
    return remember(subject, schema, answer);
  }

  private int remember(String subject, Schema schema, Answer answer) {
    if (answer.status() == 409 || answer.status() == 422) {
      throw refused(subject, answer);
    }
    JsonNode identifier = expected(subject, answer).path("id");
    if (!identifier.canConvertToInt()) {
      throw new RegistryUnavailableException("The registry's answer on " + subject + " has no id");
    }
    known.remember(subject, schema, identifier.intValue());
    return identifier.intValue();
  }

  private static SerializationException refused(String subject, Answer answer) {
    return new SerializationException(
        "The registry refuses the schema for " + subject + ": " + answer.reason());
  }

  /**
   * The schema that records with this id were written with.
   *
   * @throws MalformedRecordException where the registry has no such Avro schema
   * @throws RegistryUnavailableException where the registry cannot be asked
   */
  Schema schema(int identifier) {
    return known.schema(identifier).orElseGet(() -> fetch(identifier));
  }

  private Schema fetch(int identifier) {
    String what = "schema id " + Integer.toUnsignedString(identifier);
    if (identifier < 0) {
      throw new MalformedRecordException("The registry never gives out " + what);
    }
    Answer answer = transport.get("/schemas/ids/" + identifier);
    if (answer.isUnknown()) {
      throw new MalformedRecordException("The registry does not know " + what);
    }
    JsonNode registered = expected(what, answer);
    String type = registered.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new MalformedRecordException("The type of " + what + " is " + type + ", not AVRO");
    }
    Schema schema = parse(what, registered);
    known.remember(identifier, schema);
    return schema;
  }

  private Schema parse(String what, JsonNode registered) {
    // Defaults are the registry's business; an odd one does not stop a record from being read.
    Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
    parseReferences(what, registered, parser, new HashSet<>());
    return parse(what, registered, parser);
  }

  private static Schema parse(String what, JsonNode registered, Schema.Parser parser) {
    try {
      return parser.parse(registered.path("schema").asText());
    } catch (RuntimeException unusable) {
      // Besides its own exceptions the parser throws a NullPointerException for an unknown name.
      throw new MalformedRecordException(
          "The text of " + what + " is not an Avro schema: " + unusable.getMessage(), unusable);
    }
  }

  /** Parses what the schema refers to before the schema, each once. */
  private void parseReferences(
      String what, JsonNode registered, Schema.Parser parser, Set<String> done) {
    for (JsonNode reference : registered.path("references")) {
      String path =
          "/subjects/"
              + encoded(reference.path("subject").asText())
              + "/versions/"
              + reference.path("version").asInt();
      if (done.add(path)) {
        if (done.size() > MOST_REFERENCES) {
          throw new MalformedRecordException("Too many references from " + what);
        }
        // A subject may be deleted while records that need it are still on the log.
        Answer answer = transport.get(path + "?deleted=true");
        if (answer.isUnknown()) {
          throw new MalformedRecordException("The registry does not have a reference of " + what);
        }
        JsonNode referred = expected(what, answer);
        parseReferences(what, referred, parser, done);
        parse(what, referred, parser);
      }
    }
  }

  private static JsonNode expected(String what, Answer answer) {
    if (!answer.isSuccess()) {
      throw new RegistryUnavailableException(
          "The registry did not answer on " + what + ": " + answer.reason());
    }
    return answer.body();
  }

  private static JsonNode body(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Forgets what the registry said before, so that the next questions go to it. */
  void forget() {
    known.forget();
  }

  @Override
  public void close() {
    transport.close();
  }
}
