package dev.assent.ingress.openapi;

import static dev.assent.ingress.openapi.ContractCheck.MAPPER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.openapi.ErrorAnswers.ErrorAnswer;
import dev.assent.schemas.reference.CommittedFile;
import io.micronaut.web.router.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpenApiTest {
  private static final Path FOLDER = Path.of("..", "docs", "reference", "openapi");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  /** Routes of the server that belong to no dialect. */
  private static final List<String> OWN =
      List.of("/openapi", "/docs", "/health", "/prometheus", "/metrics");

  private static IngressUnderTest ingress;
  private static Documents documents;

  @BeforeAll
  static void start() {
    ingress = new IngressUnderTest();
    documents = ingress.parts(Documents.class).iterator().next();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  static List<Document> documents() {
    return documents.all();
  }

  @Test
  void shouldHaveADocumentForEachDialect() {
    // When
    List<String> dialects =
        ingress.parts(Dialect.class).stream().map(Dialect::name).sorted().toList();

    // Then
    assertThat(documents.all()).extracting(Document::name).containsExactlyElementsOf(dialects);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldBeCommitted(Document document) {
    CommittedFile.mustBe(FOLDER.resolve(document.name() + ".json"), document.json());
  }

  @Test
  void shouldNotKeepTheDocumentOfADialectThatIsGone() {
    // When
    List<String> files;
    try (Stream<Path> listed = Files.list(FOLDER)) {
      files = listed.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    // Then
    assertThat(files)
        .containsExactlyElementsOf(
            documents.all().stream().map(document -> document.name() + ".json").toList());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldBeValidOpenApi(Document document) throws IOException {
    // Given
    Schema schema;
    try (InputStream stream = OpenApiTest.class.getResourceAsStream("/openapi/schema-3.1.json")) {
      schema = REGISTRY.getSchema(stream);
    }

    // When
    List<Error> errors = schema.validate(tree(document));

    // Then
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldHaveValidJsonSchemas(Document document) {
    // Given
    Schema metaschema =
        REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    // When
    List<Error> errors = new ArrayList<>();
    tree(document).findValues("schema").forEach(it -> errors.addAll(metaschema.validate(it)));
    tree(document).at("/components/schemas").forEach(it -> errors.addAll(metaschema.validate(it)));

    // Then
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldHaveExamplesThatFitTheirSchemas(Document document) {
    // Given
    JsonNode components = tree(document).get("components");
    List<String> errors = new ArrayList<>();

    // When
    for (JsonNode media : tree(document).findParents("examples")) {
      if (media.has("schema")) {
        Schema schema = ContractCheck.lenient(media.get("schema"), components);
        for (Map.Entry<String, JsonNode> example : media.get("examples").properties()) {
          schema
              .validate(example.getValue().get("value"))
              .forEach(error -> errors.add(example.getKey() + ": " + error));
        }
      }
    }

    // Then
    assertThat(errors).isEmpty();
  }

  @Test
  void shouldHaveEachRouteInExactlyOneDocument() {
    // Given
    List<String> described = new ArrayList<>();
    for (Document document : documents.all()) {
      for (Map.Entry<String, JsonNode> path : tree(document).get("paths").properties()) {
        path.getValue()
            .fieldNames()
            .forEachRemaining(
                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
      }
    }

    // When
    List<String> served =
        ingress
            .parts(Router.class)
            .iterator()
            .next()
            .uriRoutes()
            .map(
                route ->
                    route.getHttpMethodName()
                        + " "
                        + route
                            .getUriMatchTemplate()
                            .toPathString()
                            .replaceAll("\\{(\\w+):[^}]*}", "{$1}"))
            .filter(route -> OWN.stream().noneMatch(own -> route.contains(" " + own)))
            .distinct()
            .toList();

    // Then
    assertThat(described).doesNotHaveDuplicates();
    assertThat(described).containsExactlyInAnyOrderElementsOf(served);
  }

  @Test
  void shouldHaveTheFormOfEachErrorOfADialect() {
    // Given
    Map<String, JsonNode> trees = new TreeMap<>();
    documents.all().forEach(document -> trees.put(document.name(), tree(document)));
    List<String> errors = new ArrayList<>();

    // When
    for (Dialect dialect : ingress.parts(Dialect.class)) {
      JsonNode components = trees.get(dialect.name()).get("components");
      Schema schema = ContractCheck.lenient(components.at("/schemas/Error"), components);
      for (ErrorAnswer answer : ErrorAnswers.of(dialect)) {
        schema
            .validate(ContractCheck.parse(answer.body()))
            .forEach(error -> errors.add(dialect.name() + " " + answer.names() + ": " + error));
      }
    }

    // Then
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldServeTheDocumentToAnybody(Document document) {
    // When
    HttpResponse<String> response =
        ingress.send(ingress.request("/openapi/" + document.name() + ".json").GET());

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body()).isEqualTo(document.json());
  }

  @Test
  void shouldListAllDocuments() {
    // When
    HttpResponse<String> response = ingress.send(ingress.request("/openapi").GET());

    // Then
    assertThat(ContractCheck.parse(response.body()).findValuesAsText("document"))
        .containsExactlyElementsOf(
            documents.all().stream()
                .map(document -> "/openapi/" + document.name() + ".json")
                .toList());
  }

  @Test
  void shouldNotFindTheDocumentOfNoDialect() {
    // When
    HttpResponse<String> document = ingress.send(ingress.request("/openapi/other.json").GET());
    HttpResponse<String> page = ingress.send(ingress.request("/docs/other").GET());

    // Then
    assertThat(document.statusCode()).isEqualTo(404);
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("NOT_FOUND");
  }

  @ParameterizedTest
  @MethodSource("documents")
  void shouldServeAPageThatNamesEachOperation(Document document) {
    // When
    HttpResponse<String> response = ingress.send(ingress.request("/docs/" + document.name()).GET());

    // Then
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(response.body()).contains(tree(document).findValuesAsText("operationId"));
  }

  @Test
  void shouldLoadNothingFromElsewhereIntoAPage() {
    // Given
    List<String> pages = new ArrayList<>(List.of("/docs"));
    documents.all().forEach(document -> pages.add("/docs/" + document.name()));

    for (String page : pages) {
      // When
      HttpResponse<String> response = ingress.send(ingress.request(page).GET());

      // Then
      assertThat(response.headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(
              policy -> assertThat(policy).startsWith("default-src 'none'; style-src 'self';"));
      assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(response.body()).doesNotContain("<script", "href=\"http", "src=", "style=\"");
    }
    assertThat(ingress.send(ingress.request("/docs/style.css").GET()).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldNotTakeTextOfADocumentForMarkup() {
    // Given
    ObjectNode content = tree(documents.all().getFirst()).deepCopy();
    content.withObject("/info").put("title", "<b a=\"1\">&");
    Document marked =
        new Document(
            "marked", MAPPER.convertValue(content, new TypeReference<Map<String, Object>>() {}));

    // When
    String page = Page.of(marked);

    // Then
    assertThat(page).contains("&lt;b a=&quot;1&quot;&gt;&amp;").doesNotContain("<b a");
  }

  private static JsonNode tree(Document document) {
    return MAPPER.valueToTree(document.content());
  }
}
