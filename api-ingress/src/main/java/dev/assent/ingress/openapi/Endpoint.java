package dev.assent.ingress.openapi;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.MediaType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of a dialect: what it takes and what it answers where it succeeds. What it answers
 * otherwise is the dialect's, alike for all its operations.
 */
public final class Endpoint {
  private final HttpMethod method;
  private final String path;
  private final String operation;
  private final String summary;
  private final List<Parameter> parameters = new ArrayList<>();
  private final Map<String, String> requestExamples = new LinkedHashMap<>();
  private final Map<Integer, Answer> answers = new LinkedHashMap<>();
  private Optional<Schema> body = Optional.empty();
  private String description = "";
  private boolean open;

  record Parameter(String place, String name, boolean required, Schema schema) {}

  record Answer(
      String meaning, Optional<Schema> body, String mediaType, Map<String, String> examples) {
    Answer(String meaning, Optional<Schema> body) {
      this(meaning, body, MediaType.APPLICATION_JSON, new LinkedHashMap<>());
    }
  }

  private Endpoint(HttpMethod method, String operation, String path, String summary) {
    this.method = method;
    this.operation = operation;
    this.path = path;
    this.summary = summary;
  }

  /**
   * A description to be completed.
   *
   * @param operation its name, as in metrics
   * @param path from the root, with {@code {names}} of parameters
   */
  public static Endpoint of(HttpMethod method, String operation, String path, String summary) {
    return new Endpoint(method, operation, path, summary);
  }

  /** More than the summary says. */
  public Endpoint described(String text) {
    description = text;
    return this;
  }

  /** Nobody has to say who it is. */
  public Endpoint forAnybody() {
    open = true;
    return this;
  }

  /** A parameter in the path. */
  public Endpoint path(String name, Schema schema) {
    parameters.add(new Parameter("path", name, true, schema));
    return this;
  }

  /** A parameter in the query that may be left out. */
  public Endpoint query(String name, Schema schema) {
    parameters.add(new Parameter("query", name, false, schema));
    return this;
  }

  /** A header that may be left out. */
  public Endpoint header(String name, Schema schema) {
    parameters.add(new Parameter("header", name, false, schema));
    return this;
  }

  /** It takes {@code Idempotency-Key}. */
  public Endpoint repeatable() {
    return header(
        "Idempotency-Key",
        Schema.text("Names the attempt: a repeat has its effect once and gets the first answer.")
            .matching("[!-~]{1,255}"));
  }

  /** The body that it requires. */
  public Endpoint takes(Schema schema) {
    body = Optional.of(schema);
    return this;
  }

  /** A body that it takes, word for word. */
  public Endpoint takesLike(String name, String json) {
    requestExamples.put(name, json);
    return this;
  }

  /** An answer without a body. */
  public Endpoint answers(int status, String meaning) {
    answers.put(status, new Answer(meaning, Optional.empty()));
    return this;
  }

  /** An answer with a body. */
  public Endpoint answers(int status, String meaning, Schema schema) {
    answers.put(status, new Answer(meaning, Optional.of(schema)));
    return this;
  }

  /** An answer with a body that is text of another media type than JSON. */
  public Endpoint answersAs(int status, String meaning, String mediaType) {
    Optional<Schema> text = Optional.of(Schema.text(meaning));
    answers.put(status, new Answer(meaning, text, mediaType, new LinkedHashMap<>()));
    return this;
  }

  /** A body of the answer with the status, word for word. */
  public Endpoint answersLike(int status, String name, String json) {
    answers.get(status).examples().put(name, json);
    return this;
  }

  HttpMethod method() {
    return method;
  }

  String path() {
    return path;
  }

  String operation() {
    return operation;
  }

  String summary() {
    return summary;
  }

  String description() {
    return description;
  }

  boolean isForAnybody() {
    return open;
  }

  List<Parameter> parameters() {
    return parameters;
  }

  Optional<Schema> body() {
    return body;
  }

  Map<String, String> requestExamples() {
    return requestExamples;
  }

  Map<Integer, Answer> answers() {
    return answers;
  }
}
