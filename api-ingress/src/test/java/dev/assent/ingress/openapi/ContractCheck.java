package dev.assent.ingress.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/**
 * Holds answers against the documents: a status, media type or member that the document of the
 * dialect does not know fails the test that met it.
 */
public final class ContractCheck {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private record Path(String template, Pattern pattern, JsonNode methods, JsonNode document) {}

  private final List<Path> paths = new ArrayList<>();
  private final ConcurrentMap<String, Schema> schemas = new ConcurrentHashMap<>();

  /** Checks against these documents. */
  public ContractCheck(Documents documents) {
    for (Document document : documents.all()) {
      JsonNode tree = MAPPER.valueToTree(document.content());
      for (Map.Entry<String, JsonNode> path : tree.get("paths").properties()) {
        String template = path.getKey();
        Pattern pattern =
            Pattern.compile("\\Q" + template.replaceAll("\\{[^}]+}", "\\\\E[^/]+\\\\Q") + "\\E/?");
        paths.add(new Path(template, pattern, path.getValue(), tree));
      }
    }
    // what is spelled out goes before what a parameter can stand for
    paths.sort((a, b) -> Integer.compare(parameters(a.template()), parameters(b.template())));
  }

  /** Fails where the answer to an operation of a dialect is not as its document has it. */
  public void check(HttpResponse<String> response) {
    find(response.uri().getRawPath())
        .ifPresent(
            path -> {
              String method = response.request().method();
              JsonNode operation = path.methods().get(method.toLowerCase(Locale.ROOT));
              if (operation != null) {
                check(response, method + " " + path.template(), operation, path.document());
              }
            });
  }

  private Optional<Path> find(String rawPath) {
    return paths.stream().filter(path -> path.pattern().matcher(rawPath).matches()).findFirst();
  }

  private void check(
      HttpResponse<String> response, String place, JsonNode operation, JsonNode document) {
    String status = Integer.toString(response.statusCode());
    JsonNode documented = operation.get("responses").get(status);
    String answer = place + " answers " + status;
    if (documented == null) {
      throw new AssertionError(answer + ", which its document does not have");
    }
    if (documented.has("$ref")) {
      documented = document.at(documented.get("$ref").textValue().substring(1));
    }
    if (!documented.has("content")) {
      if (!response.body().isEmpty()) {
        throw new AssertionError(answer + " with a body, which its document does not have");
      }
      return;
    }
    String mediaType = response.headers().firstValue("Content-Type").orElse("none");
    JsonNode media = documented.get("content").get(mediaType.split(";")[0]);
    if (media == null) {
      throw new AssertionError(answer + " as " + mediaType + ", unlike its document");
    }
    if (!mediaType.contains("json")) {
      return;
    }
    Schema schema =
        schemas.computeIfAbsent(
            answer, _ -> strict(media.get("schema"), document.get("components")));
    List<Error> errors = schema.validate(parse(response.body()));
    if (!errors.isEmpty()) {
      throw new AssertionError(answer + " unlike its document: " + errors);
    }
  }

  /** The schema of a value in a document. */
  static Schema lenient(JsonNode schema, JsonNode components) {
    ObjectNode root = schema.deepCopy();
    root.set("components", components);
    return REGISTRY.getSchema(root);
  }

  /** The same, which refuses members that are not listed. */
  private static Schema strict(JsonNode schema, JsonNode components) {
    ObjectNode root = schema.deepCopy();
    root.set("components", components.deepCopy());
    close(root);
    return REGISTRY.getSchema(root);
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(ContractCheck::close);
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  private static int parameters(String template) {
    return template.split("\\{", -1).length;
  }
}
