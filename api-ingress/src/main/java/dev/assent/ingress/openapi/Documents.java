package dev.assent.ingress.openapi;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The documents of all dialects. */
@Singleton
public final class Documents {
  private final SortedMap<String, Document> documents = new TreeMap<>();

  Documents(List<Description> descriptions) {
    for (Description description : descriptions) {
      Document document = Generator.document(description);
      documents.put(document.name(), document);
    }
  }

  /** All of them, in the order of their names. */
  public List<Document> all() {
    return List.copyOf(documents.values());
  }

  /** The document of the dialect with this name. */
  Optional<Document> find(String name) {
    return Optional.ofNullable(documents.get(name));
  }
}
