package dev.assent.ingress.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A document as a page to read: plain HTML without scripts, so that it needs nothing from anywhere
 * else.
 */
final class Page {
  private final Map<String, Object> document;
  private final StringBuilder html = new StringBuilder(64 * 1024);

  private Page(Map<String, Object> document) {
    this.document = document;
  }

  /** The page of a document. */
  static String of(Document document) {
    return new Page(document.content()).whole(document.name());
  }

  /** The page that leads to all others. */
  static String index(List<Document> documents) {
    StringBuilder list = new StringBuilder("<h1>Interfaces</h1><ul>");
    for (Document document : documents) {
      String name = escape(document.name());
      list.append(
          "<li><a href=\"/docs/%s\">%s</a> (<a href=\"/openapi/%s.json\">OpenAPI</a>)"
              .formatted(name, escape(text(map(document.content(), "info"), "title")), name));
    }
    return frame("Interfaces", list.append("</ul>").toString());
  }

  private String whole(String name) {
    Map<String, Object> info = map(document, "info");
    element("h1", text(info, "title"));
    element("p", text(info, "description"));
    html.append("<p><a href=\"/docs\">All interfaces</a>, <a href=\"/openapi/")
        .append(escape(name))
        .append(".json\">OpenAPI 3.1 document</a></p><h2>Operations</h2><ul>");
    Map<String, Object> paths = map(document, "paths");
    each(
        paths,
        (path, methods) ->
            each(
                methods,
                (method, operation) ->
                    html.append(
                        "<li><a href=\"#%s\">%s</a>"
                            .formatted(
                                escape(text(operation, "operationId")),
                                escape(method.toUpperCase(Locale.ROOT) + " " + path)))));
    html.append("</ul>");
    each(paths, (path, methods) -> each(methods, (method, is) -> operation(method, path, is)));
    html.append("<h2>Errors</h2>");
    schema(map(map(document, "components"), "schemas", "Error"));
    each(map(map(document, "components"), "responses"), this::response);
    return frame(text(info, "title"), html.toString());
  }

  private void operation(String method, String path, Map<String, Object> operation) {
    html.append("<section id=\"").append(escape(text(operation, "operationId"))).append("\">");
    element("h3", method.toUpperCase(Locale.ROOT) + " " + path);
    element("p", text(operation, "summary"));
    if (operation.containsKey("description")) {
      element("p", text(operation, "description"));
    }
    List<?> parameters = (List<?>) operation.getOrDefault("parameters", List.of());
    if (!parameters.isEmpty()) {
      element("h4", "Parameters");
      html.append("<table>");
      for (Object parameter : parameters) {
        Map<String, Object> is = map(parameter);
        row(
            text(is, "name"),
            text(is, "in") + (Boolean.TRUE.equals(is.get("required")) ? ", required" : ""),
            meaning(is) + form(map(is, "schema")));
      }
      html.append("</table>");
    }
    if (operation.containsKey("requestBody")) {
      element("h4", "Body");
      each(map(map(operation, "requestBody"), "content"), (_, media) -> media(media));
    }
    element("h4", "Answers");
    StringBuilder others = new StringBuilder();
    each(
        map(operation, "responses"),
        (status, response) -> {
          if (response.containsKey("$ref")) {
            others.append(others.isEmpty() ? "" : ", ").append(status);
          } else {
            response(status, response);
          }
        });
    element("p", "Errors: " + others);
    html.append("</section>");
  }

  private void response(String status, Map<String, Object> response) {
    element("h5", status + " " + text(response, "description"));
    if (response.containsKey("content")) {
      each(map(response, "content"), (_, media) -> media(media));
    }
  }

  private void media(Map<String, Object> media) {
    schema(map(media, "schema"));
    if (media.containsKey("examples")) {
      each(
          map(media, "examples"),
          (name, example) -> {
            html.append("<details open><summary>").append(escape(name)).append("</summary>");
            element("pre", Document.pretty(example.get("value")));
            html.append("</details>");
          });
    }
  }

  private void schema(Map<String, Object> reference) {
    Map<String, Object> schema = resolved(reference);
    if (schema.containsKey("anyOf")) {
      schema(map(((List<?>) schema.get("anyOf")).getFirst()));
    } else if (schema.containsKey("properties")) {
      html.append("<table>");
      rows("", schema);
      html.append("</table>");
    } else if (schema.containsKey("items")) {
      element("p", "An array: " + meaning(schema));
      schema(map(schema, "items"));
    } else if (schema.containsKey("type")) {
      element("p", meaning(schema) + form(schema));
    }
  }

  private void rows(String prefix, Map<String, Object> schema) {
    List<?> required = (List<?>) schema.getOrDefault("required", List.of());
    each(
        map(schema, "properties"),
        (name, reference) -> {
          Map<String, Object> member = resolved(reference);
          String kind = member.containsKey("type") ? text(member, "type") : "any";
          row(
              prefix + name,
              kind + (required.contains(name) ? ", required" : ""),
              meaning(member) + form(member));
          if (member.containsKey("properties")) {
            rows(prefix + name + ".", member);
          } else if (member.containsKey("items")) {
            Map<String, Object> element = resolved(map(member, "items"));
            if (element.containsKey("properties")) {
              rows(prefix + name + "[].", element);
            }
          }
        });
  }

  private Map<String, Object> resolved(Map<String, Object> schema) {
    if (!schema.containsKey("$ref")) {
      return schema;
    }
    String name = text(schema, "$ref").replaceAll(".*/", "");
    return map(document, "components", "schemas", name);
  }

  private static String form(Map<String, Object> schema) {
    StringBuilder form = new StringBuilder();
    for (String keyword : List.of("enum", "pattern", "format", "maxLength", "minimum", "maximum")) {
      if (schema.containsKey(keyword)) {
        form.append(form.isEmpty() ? " (" : ", ")
            .append(keyword)
            .append(' ')
            .append(schema.get(keyword));
      }
    }
    return form.isEmpty() ? "" : form.append(')').toString();
  }

  private void row(String name, String kind, String meaning) {
    html.append("<tr>");
    element("th", name);
    element("td", kind);
    element("td", meaning);
    html.append("</tr>");
  }

  private void element(String tag, String text) {
    html.append('<').append(tag).append('>').append(escape(text));
    html.append("</").append(tag).append('>');
  }

  private static String frame(String title, String content) {
    return """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>%s</title>
        <meta name="viewport" content="width=device-width">
        <link rel="stylesheet" href="/docs/style.css"></head>
        <body>%s</body></html>
        """
        .formatted(escape(title), content);
  }

  private static String meaning(Map<String, Object> schema) {
    return schema.containsKey("description") ? text(schema, "description") : "";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String text(Map<String, Object> map, String name) {
    return String.valueOf(map.get(name));
  }

  private static Map<String, Object> map(Map<String, Object> map, String... names) {
    Map<String, Object> inner = map;
    for (String name : names) {
      inner = map(inner.get(name));
    }
    return inner;
  }

  @SuppressWarnings("unchecked") // documents are maps by names all the way down
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private static void each(
      Map<String, Object> map, BiConsumer<String, Map<String, Object>> action) {
    map.forEach((name, value) -> action.accept(name, map(value)));
  }
}
