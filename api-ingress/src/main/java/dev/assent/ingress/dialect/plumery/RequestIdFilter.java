package dev.assent.ingress.dialect.plumery;

import dev.assent.ingress.trace.RequestIds;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.FilterPatternStyle;

/** Gives each request its id and each answer the same one, whatever the answer is. */
@ServerFilter(patterns = PlumeryDialect.PREFIX + ".*", patternStyle = FilterPatternStyle.REGEX)
final class RequestIdFilter {
  @RequestFilter
  void take(HttpRequest<?> request) {
    RequestIds.assign(request);
  }

  @ResponseFilter
  void echo(HttpRequest<?> request, MutableHttpResponse<?> response) {
    RequestIds.find(request).ifPresent(id -> response.header(RequestIds.HEADER, id));
  }
}
