package dev.assent.schemas.serde;

import dev.assent.schemas.catalogue.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The value schemas of the topic catalogue and the registry. Deployment registers, services verify:
 * records are never written under a schema that nobody decided on. Both take the configuration keys
 * of {@link RegistryAvroSerializer}.
 */
public final class SchemaRegistration {

  private SchemaRegistration() {}

  /**
   * Registers the value schema of every topic that has one; what is there already stays as it is.
   *
   * @throws IllegalStateException naming every subject whose schema the registry refuses, and why
   * @throws RegistryUnavailableException where the registry cannot be asked
   */
  public static void register(Map<String, ?> configuration) {
    List<String> refusals = new ArrayList<>();
    try (RegistryClient registry = fresh(configuration)) {
      forEach(
          (subject, schema) -> {
            try {
              registry.register(subject, schema);
            } catch (SerializationException refused) {
              refusals.add(refused.getMessage());
            }
          });
    }
    if (!refusals.isEmpty()) {
      throw new IllegalStateException(String.join("; ", refusals));
    }
  }

  /**
   * Checks that the registry has the value schema of every topic that has one, exactly as it is
   * here. Serdes that this process makes afterwards for the same URLs need the registry no more for
   * these.
   *
   * @throws IllegalStateException naming every subject whose schema is missing
   * @throws RegistryUnavailableException where the registry cannot be asked
   */
  public static void verify(Map<String, ?> configuration) {
    List<String> missing = new ArrayList<>();
    try (RegistryClient registry = fresh(configuration)) {
      forEach(
          (subject, schema) -> {
            if (registry.lookUp(subject, schema).isEmpty()) {
              missing.add(subject);
            }
          });
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "The schema registry does not have this version's schemas of "
              + String.join(", ", missing)
              + ": register them before the start");
    }
  }

  /**
   * The Avro schema that the registry has under this id now; nothing where it has none.
   *
   * @param identifier as it stands in a record (Confluent wire format, bytes 1 to 4)
   * @throws RegistryUnavailableException where the registry cannot be asked
   */
  public static Optional<Schema> find(Map<String, ?> configuration, int identifier) {
    try (RegistryClient registry = fresh(configuration)) {
      return Optional.of(registry.schema(identifier));
    } catch (MalformedRecordException _) {
      return Optional.empty();
    }
  }

  /**
   * Asks the registry something small; what is known of it already stays known.
   *
   * @throws RegistryUnavailableException where it cannot be asked
   */
  public static void ask(Map<String, ?> configuration) {
    try (RegistryClient registry = new RegistryClient(RegistrySettings.from(configuration))) {
      Topic topic = Topic.DEAD_LETTERS;
      registry.lookUp(topic.valueSubject(), topic.valueSchema().orElseThrow());
    }
  }

  private static RegistryClient fresh(Map<String, ?> configuration) {
    RegistryClient registry = new RegistryClient(RegistrySettings.from(configuration));
    registry.forget();
    return registry;
  }

  private static void forEach(BiConsumer<String, Schema> action) {
    for (Topic topic : Topic.values()) {
      topic.valueSchema().ifPresent(schema -> action.accept(topic.valueSubject(), schema));
    }
  }
}
