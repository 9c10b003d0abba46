package dev.assent.ingress.openapi;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.exceptions.HttpStatusException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Serves the documents and their pages to anybody: they hold nothing but what the repository holds.
 *
 * <p>Barrier: a page may load our style sheet, and nothing else from anywhere.
 */
@Controller
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class DocumentController {
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";
  private static final String STYLE =
      """
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; }
      section { border-top: 1px solid #ccc; margin-top: 2rem; }
      table { border-collapse: collapse; margin: .5rem 0; }
      th, td { border: 1px solid #ddd; padding: .2rem .6rem; text-align: left; }
      th, h3, pre { font-family: ui-monospace, monospace; }
      pre { background: #f5f5f5; padding: .6rem; overflow-x: auto; }
      """;

  private final Documents documents;

  DocumentController(Documents documents) {
    this.documents = documents;
  }

  @Get(value = "/openapi", headRoute = false)
  HttpResponse<byte[]> index() {
    List<Map<String, Object>> entries =
        documents.all().stream().map(DocumentController::entry).toList();
    return answer(MediaType.APPLICATION_JSON, Document.pretty(Map.of("documents", entries)));
  }

  @Get(value = "/openapi/{name:[a-z]+}.json", headRoute = false)
  HttpResponse<byte[]> document(@PathVariable String name) {
    return answer(MediaType.APPLICATION_JSON, find(name).json());
  }

  @Get(value = "/docs", headRoute = false)
  HttpResponse<byte[]> pages() {
    return page(Page.index(documents.all()));
  }

  @Get(value = "/docs/{name:[a-z]+}", headRoute = false)
  HttpResponse<byte[]> pageOf(@PathVariable String name) {
    return page(Page.of(find(name)));
  }

  @Get(value = "/docs/style.css", headRoute = false)
  HttpResponse<byte[]> style() {
    return answer("text/css; charset=utf-8", STYLE);
  }

  private Document find(String name) {
    return documents
        .find(name)
        .orElseThrow(() -> new HttpStatusException(HttpStatus.NOT_FOUND, "no such document"));
  }

  private static Map<String, Object> entry(Document document) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("dialect", document.name());
    entry.put("document", "/openapi/" + document.name() + ".json");
    entry.put("page", "/docs/" + document.name());
    return entry;
  }

  private static HttpResponse<byte[]> page(String html) {
    return answer("text/html; charset=utf-8", html)
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer");
  }

  private static MutableHttpResponse<byte[]> answer(String mediaType, String text) {
    return HttpResponse.ok(text.getBytes(StandardCharsets.UTF_8))
        .contentType(mediaType)
        .header("X-Content-Type-Options", "nosniff");
  }
}
