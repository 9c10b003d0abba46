package dev.assent.ingress.openapi;

import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.service.Result;
import dev.assent.schemas.model.Reason;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.simple.SimpleHttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that a dialect answers where nothing came of a request, as it answers it. */
public final class ErrorAnswers {
  /**
   * One answer.
   *
   * @param names the failures and reasons that are answered so, and cannot be told apart
   * @param mediaType as in {@code Content-Type}
   */
  public record ErrorAnswer(List<String> names, int status, String mediaType, String body) {}

  private ErrorAnswers() {}

  /** The different answers in the order of their status; those to failures come first. */
  public static List<ErrorAnswer> of(Dialect dialect) {
    HttpRequest<?> request =
        new SimpleHttpRequest<>(HttpMethod.POST, dialect.prefix(), new byte[0]);
    Map<Integer, List<ErrorAnswer>> answers = new TreeMap<>();
    for (Failure failure : Failure.values()) {
      Failure told = failure == Failure.FORBIDDEN ? dialect.forbidden() : failure;
      add(answers, failure.name(), dialect.failure(told, told.text(), request));
    }
    for (Reason reason : Reason.values()) {
      add(answers, reason.name(), dialect.refusal(new Result.Refused<>(reason), request));
    }
    return answers.values().stream().flatMap(List::stream).toList();
  }

  private static void add(
      Map<Integer, List<ErrorAnswer>> answers, String name, MutableHttpResponse<byte[]> response) {
    String mediaType = response.getContentType().map(Object::toString).orElse("");
    String body = new String(response.body(), StandardCharsets.UTF_8);
    List<ErrorAnswer> alike = answers.computeIfAbsent(response.code(), _ -> new ArrayList<>());
    for (ErrorAnswer answer : alike) {
      if (answer.body().equals(body) && answer.mediaType().equals(mediaType)) {
        answer.names().add(name);
        return;
      }
    }
    List<String> names = new ArrayList<>(List.of(name));
    alike.add(new ErrorAnswer(names, response.code(), mediaType, body));
  }
}
