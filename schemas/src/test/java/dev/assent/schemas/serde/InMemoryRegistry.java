package dev.assent.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A schema registry of the Confluent protocol for tests, on a free port of the loopback address.
 * Two schemas are the same here if their texts are. It can fail on demand.
 */
public final class InMemoryRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger LAST_ID = new AtomicInteger();

  private final HttpServer server;
  private final String scheme;
  private final Map<Integer, Registered> schemas = new LinkedHashMap<>();
  private final Map<String, List<Integer>> versions = new LinkedHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private int failuresLeft;
  private int failureStatus;
  private String failureBody;
  private String conflicting = "";

  /**
   * A request as it came.
   *
   * @param authorization the header, empty where there was none
   */
  public record Request(String method, String path, String authorization) {}

  /** A reference of one schema to another. */
  public record Reference(String name, String subject, int version) {}

  private record Registered(String text, String type, List<Reference> references) {}

  private record Reply(int status, JsonNode body) {}

  private InMemoryRegistry(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
  }

  /** Starts one over HTTP. */
  public static InMemoryRegistry start() {
    try {
      return start(HttpServer.create(anyPort(), 0), "http");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Starts one over HTTPS. */
  public static InMemoryRegistry start(SSLContext context) {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return start(server, "https");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static InMemoryRegistry start(HttpServer server, String scheme) {
    InMemoryRegistry registry = new InMemoryRegistry(server, scheme);
    server.createContext("/", registry::handle);
    server.start();
    return registry;
  }

  /** Root of the registry, for {@code schema.registry.url}. */
  public String url() {
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  /** The configuration that a serde needs to use it. */
  public Map<String, Object> configuration() {
    return Map.of("schema.registry.url", url());
  }

  /** Registers, and gives the id. */
  public int register(String subject, String schemaText, Reference... references) {
    return register(subject, new Registered(schemaText, "AVRO", List.of(references)));
  }

  /** Registers a schema of another type than Avro, and gives the id. */
  public int registerForeign(String subject, String type, String schemaText) {
    return register(subject, new Registered(schemaText, type, List.of()));
  }

  private synchronized int register(String subject, Registered schema) {
    int id =
        schemas.entrySet().stream()
            .filter(entry -> entry.getValue().equals(schema))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseGet(LAST_ID::incrementAndGet);
    schemas.put(id, schema);
    List<Integer> ids = versions.computeIfAbsent(subject, _ -> new ArrayList<>());
    if (!ids.contains(id)) {
      ids.add(id);
    }
    return id;
  }

  /** Answers the next requests with a status and a JSON error. */
  public void failNext(int count, int status) {
    failNext(count, status, "{\"error_code\":" + status + ",\"message\":\"as the test wishes\"}");
  }

  /** Answers the next requests with a status and a body. */
  public synchronized void failNext(int count, int status, String body) {
    failuresLeft = count;
    failureStatus = status;
    failureBody = body;
  }

  /** Answers a subject's registrations with 409, though it registers, like one that lost a race. */
  public synchronized void answerConflict(String subject) {
    conflicting = subject;
  }

  /** What was asked, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The text registered under an id. */
  public synchronized String schemaText(int id) {
    return schemas.get(id).text();
  }

  /** Subjects in the order of their first registration. */
  public synchronized List<String> subjects() {
    return List.copyOf(versions.keySet());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      requests.add(
          new Request(
              exchange.getRequestMethod(), path, authorization == null ? "" : authorization));
      byte[] body = exchange.getRequestBody().readAllBytes();
      String failure = takeFailure();
      if (failure != null) {
        answer(exchange, failureStatus, failure);
      } else {
        Reply reply = reply(exchange.getRequestMethod(), path.split("/"), body);
        answer(exchange, reply.status(), reply.body().toString());
      }
    }
  }

  private synchronized String takeFailure() {
    if (failuresLeft == 0) {
      return null;
    }
    failuresLeft--;
    return failureBody;
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private synchronized Reply reply(String method, String[] path, byte[] body) throws IOException {
    String shape = method + " " + (path.length > 1 ? path[1] : "") + " " + path.length;
    return switch (shape) {
      case "GET schemas 4" -> byId(Integer.parseInt(path[3]));
      case "GET subjects 5" -> byVersion(decoded(path[2]), path[4]);
      case "POST subjects 3" -> lookUp(decoded(path[2]), schema(body));
      case "POST subjects 4" -> {
        int id = register(decoded(path[2]), schema(body));
        yield decoded(path[2]).equals(conflicting)
            ? error(409, 409, "incompatible")
            : new Reply(200, JSON.createObjectNode().put("id", id));
      }
      default -> error(404, 404, "no such resource");
    };
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part, StandardCharsets.UTF_8);
  }

  private static Registered schema(byte[] body) throws IOException {
    JsonNode sent = JSON.readTree(body);
    return new Registered(sent.path("schema").asText(), "AVRO", List.of());
  }

  private Reply byId(int id) {
    Registered found = schemas.get(id);
    return found == null
        ? error(404, 40403, "Schema " + id + " not found")
        : new Reply(200, describe(found));
  }

  private Reply byVersion(String subject, String version) {
    List<Integer> ids = versions.get(subject);
    if (ids == null) {
      return error(404, 40401, "Subject not found");
    }
    int number = version.equals("latest") ? ids.size() : Integer.parseInt(version);
    if (number < 1 || number > ids.size()) {
      return error(404, 40402, "Version not found");
    }
    return new Reply(200, describe(subject, number));
  }

  private Reply lookUp(String subject, Registered schema) {
    List<Integer> ids = versions.get(subject);
    if (ids == null) {
      return error(404, 40401, "Subject not found");
    }
    for (int index = 0; index < ids.size(); index++) {
      if (schemas.get(ids.get(index)).equals(schema)) {
        return new Reply(200, describe(subject, index + 1));
      }
    }
    return error(404, 40403, "Schema not found");
  }

  private ObjectNode describe(String subject, int version) {
    int id = versions.get(subject).get(version - 1);
    return describe(schemas.get(id)).put("subject", subject).put("version", version).put("id", id);
  }

  private static ObjectNode describe(Registered schema) {
    ObjectNode node = JSON.createObjectNode().put("schema", schema.text());
    if (!schema.type().equals("AVRO")) {
      node.put("schemaType", schema.type());
    }
    if (!schema.references().isEmpty()) {
      ArrayNode references = node.putArray("references");
      for (Reference reference : schema.references()) {
        references
            .addObject()
            .put("name", reference.name())
            .put("subject", reference.subject())
            .put("version", reference.version());
      }
    }
    return node;
  }

  private static Reply error(int status, int code, String message) {
    return new Reply(
        status, JSON.createObjectNode().put("error_code", code).put("message", message));
  }

  /** Stops answering; the port refuses connections from then on. */
  @Override
  public void close() {
    server.stop(0);
  }
}
