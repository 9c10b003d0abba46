package dev.assent.ingress.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.openapi.ErrorAnswers.ErrorAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Makes the document of a dialect (OpenAPI 3.1.1). */
final class Generator {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String JSON = "application/json";
  private static final Map<String, Object> ERROR = reference("schemas", "Error");

  private final Description description;
  private final List<ErrorAnswer> errors;

  private Generator(Description description) {
    this.description = description;
    this.errors = ErrorAnswers.of(description.dialect());
  }

  static Document document(Description description) {
    return new Document(description.dialect().name(), new Generator(description).content());
  }

  private Map<String, Object> content() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("openapi", "3.1.1");
    content.put(
        "info",
        object(
            "title", description.title(),
            "description", description.summary(),
            "version", description.version()));
    content.put("servers", List.of(Map.of("url", "/")));
    content.put(
        "security", schemes().stream().map(scheme -> Map.of(name(scheme), List.of())).toList());
    content.put("paths", paths());
    content.put("components", components());
    return content;
  }

  private Map<String, Object> paths() {
    Map<String, Object> paths = new LinkedHashMap<>();
    for (Endpoint endpoint : description.endpoints()) {
      @SuppressWarnings("unchecked")
      Map<String, Object> item =
          (Map<String, Object>)
              paths.computeIfAbsent(endpoint.path(), _ -> new LinkedHashMap<String, Object>());
      item.put(endpoint.method().name().toLowerCase(Locale.ROOT), operation(endpoint));
    }
    return paths;
  }

  private Map<String, Object> operation(Endpoint endpoint) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", endpoint.operation());
    operation.put("summary", endpoint.summary());
    if (!endpoint.description().isEmpty()) {
      operation.put("description", endpoint.description());
    }
    if (endpoint.isForAnybody()) {
      operation.put("security", List.of());
    }
    if (!endpoint.parameters().isEmpty()) {
      operation.put(
          "parameters", endpoint.parameters().stream().map(Generator::parameter).toList());
    }
    endpoint
        .body()
        .ifPresent(
            body ->
                operation.put(
                    "requestBody",
                    object(
                        "required",
                        true,
                        "content",
                        Map.of(JSON, media(body.keywords(), endpoint.requestExamples())))));
    operation.put("responses", responses(endpoint));
    return operation;
  }

  private static Map<String, Object> parameter(Endpoint.Parameter parameter) {
    Map<String, Object> schema = new LinkedHashMap<>(parameter.schema().keywords());
    Object meaning = schema.remove("description");
    Map<String, Object> written =
        object("name", parameter.name(), "in", parameter.place(), "required", parameter.required());
    if (meaning != null) {
      written.put("description", meaning);
    }
    written.put("schema", schema);
    return written;
  }

  private Map<String, Object> responses(Endpoint endpoint) {
    Map<String, Object> responses = new TreeMap<>();
    for (ErrorAnswer error : errors) {
      if (canCome(error.status(), endpoint)) {
        String status = Integer.toString(error.status());
        responses.put(status, reference("responses", status));
      }
    }
    endpoint
        .answers()
        .forEach(
            (status, answer) -> responses.put(Integer.toString(status), response(status, answer)));
    return responses;
  }

  private static boolean canCome(int status, Endpoint endpoint) {
    boolean aboutBody =
        status == Failure.BODY_TOO_LARGE.status()
            || status == Failure.UNSUPPORTED_MEDIA_TYPE.status();
    boolean aboutCaller =
        status == Failure.UNAUTHENTICATED.status() || status == Failure.FORBIDDEN.status();
    return (!aboutBody || endpoint.body().isPresent())
        && (!aboutCaller || !endpoint.isForAnybody());
  }

  /** Some dialects give an error the same status as success; its examples are in components. */
  private Map<String, Object> response(int status, Endpoint.Answer answer) {
    boolean sharedWithErrors = errors.stream().anyMatch(error -> error.status() == status);
    Map<String, Object> response = object("description", answer.meaning());
    answer
        .body()
        .ifPresent(
            schema -> {
              Map<String, Object> examples = examples(answer.examples());
              Map<String, Object> keywords = new LinkedHashMap<>(schema.keywords());
              if (sharedWithErrors) {
                keywords = object("anyOf", List.of(schema.keywords(), ERROR));
              }
              Map<String, Object> media = object("schema", keywords);
              if (!examples.isEmpty()) {
                media.put("examples", examples);
              }
              String mediaType = status < 400 ? answer.mediaType() : description.errorType();
              response.put("content", Map.of(mediaType, media));
            });
    return response;
  }

  private Map<String, Object> components() {
    Map<String, Object> responses = new TreeMap<>();
    Map<Integer, List<ErrorAnswer>> byStatus = new TreeMap<>();
    errors.forEach(
        error -> byStatus.computeIfAbsent(error.status(), _ -> new ArrayList<>()).add(error));
    byStatus.forEach(
        (status, alike) ->
            responses.put(
                Integer.toString(status),
                object(
                    "description",
                    meaning(alike),
                    "content",
                    Map.of(
                        description.errorType(),
                        object("schema", ERROR, "examples", errorExamples(alike))))));
    Map<String, Object> schemes = new LinkedHashMap<>();
    schemes().forEach(scheme -> schemes.put(name(scheme), definition(scheme)));
    return object("schemas", schemas(), "responses", responses, "securitySchemes", schemes);
  }

  /** Those that the dialect takes of itself come first. */
  private List<Scheme> schemes() {
    return description.schemes().stream().sorted(Comparator.comparing(this::isAdded)).toList();
  }

  private boolean isAdded(Scheme scheme) {
    return !description.dialect().schemes().contains(scheme);
  }

  /** The Security Scheme Object (section 4.8.27). */
  private Map<String, Object> definition(Scheme scheme) {
    Map<String, Object> definition =
        switch (scheme) {
          case API_KEY -> object("type", "apiKey", "in", "header", "name", "X-Api-Key");
          case BASIC -> object("type", "http", "scheme", "basic");
          case BEARER -> object("type", "http", "scheme", "bearer", "bearerFormat", "JWT");
          case CLIENT_CERTIFICATE -> object("type", "mutualTLS");
        };
    if (isAdded(scheme)) {
      definition.put(
          "description",
          "Where the setting authentication.schemes." + description.dialect().name() + " adds it");
    }
    return definition;
  }

  private Map<String, Object> schemas() {
    Map<String, Object> schemas = new TreeMap<>();
    List<Schema> all = new ArrayList<>(List.of(description.error()));
    for (Endpoint endpoint : description.endpoints()) {
      endpoint.body().ifPresent(all::add);
      endpoint.answers().values().forEach(answer -> answer.body().ifPresent(all::add));
    }
    all.forEach(schema -> schemas.putAll(schema.definitions()));
    schemas.put("Error", description.error().keywords());
    return schemas;
  }

  private static String meaning(List<ErrorAnswer> alike) {
    return String.join(", ", alike.stream().map(error -> error.names().getFirst()).toList());
  }

  private static Map<String, Object> errorExamples(List<ErrorAnswer> errors) {
    Map<String, Object> examples = new LinkedHashMap<>();
    for (ErrorAnswer error : errors) {
      examples.put(error.names().getFirst(), object("value", value(error.body())));
    }
    return examples;
  }

  private static Map<String, Object> media(
      Map<String, Object> schema, Map<String, String> examples) {
    Map<String, Object> media = object("schema", schema);
    if (!examples.isEmpty()) {
      media.put("examples", examples(examples));
    }
    return media;
  }

  private static Map<String, Object> examples(Map<String, String> examples) {
    Map<String, Object> written = new LinkedHashMap<>();
    examples.forEach((name, json) -> written.put(name, object("value", value(json))));
    return written;
  }

  private static Object value(String json) {
    try {
      return MAPPER.readValue(json, new TypeReference<Object>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an example is not JSON: " + json, e);
    }
  }

  private static String name(Scheme scheme) {
    return scheme.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> reference(String kind, String name) {
    return Map.of("$ref", "#/components/" + kind + "/" + name);
  }

  /** Names and values in turn. */
  private static Map<String, Object> object(Object... members) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      object.put((String) members[i], members[i + 1]);
    }
    return object;
  }
}
