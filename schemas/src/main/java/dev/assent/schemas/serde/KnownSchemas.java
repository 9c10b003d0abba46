package dev.assent.schemas.serde;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * What a registry has told this process. Ids never change, so nothing expires: a registry that is
 * gone is missed only for what was never asked before.
 *
 * <p>All serdes of the process share it by the registry's URLs, so that the check at start ({@link
 * SchemaRegistration#verify}) also warms every serde made afterwards.
 */
final class KnownSchemas {
  private static final Map<List<URI>, KnownSchemas> BY_REGISTRY = new ConcurrentHashMap<>();

  private final Map<Registered, Integer> identifiers = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  private record Registered(String subject, Schema schema) {}

  private KnownSchemas() {}

  static KnownSchemas of(List<URI> registry) {
    return BY_REGISTRY.computeIfAbsent(registry, _ -> new KnownSchemas());
  }

  Optional<Integer> identifier(String subject, Schema schema) {
    return Optional.ofNullable(identifiers.get(new Registered(subject, schema)));
  }

  Optional<Schema> schema(int identifier) {
    return Optional.ofNullable(schemas.get(identifier));
  }

  void remember(String subject, Schema schema, int identifier) {
    identifiers.put(new Registered(subject, schema), identifier);
    schemas.put(identifier, schema);
  }

  void remember(int identifier, Schema schema) {
    schemas.put(identifier, schema);
  }

  /** For a registry that was replaced by another one behind the same URLs. */
  void forget() {
    identifiers.clear();
    schemas.clear();
  }
}
