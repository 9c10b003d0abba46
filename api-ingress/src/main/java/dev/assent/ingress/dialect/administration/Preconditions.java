package dev.assent.ingress.dialect.administration;

import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.tenant.Precondition;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@code If-Match} and {@code If-None-Match: *} (RFC 9110 section 13.1). Tags are compared
 * strongly, so that a weak one matches nothing.
 */
final class Preconditions {
  private Preconditions() {}

  static Precondition of(HttpRequest<?> http) {
    List<String> noneMatch = http.getHeaders().getAll(HttpHeaders.IF_NONE_MATCH);
    if (!noneMatch.isEmpty() && !noneMatch.equals(List.of("*"))) {
      throw Rejected.badRequest("If-None-Match can only be * here");
    }
    List<String> match = http.getHeaders().getAll(HttpHeaders.IF_MATCH);
    Optional<Set<String>> tags =
        match.isEmpty()
            ? Optional.empty()
            : Optional.of(
                match.stream()
                    .flatMap(line -> List.of(line.split(",")).stream())
                    .map(String::strip)
                    .collect(Collectors.toUnmodifiableSet()));
    return new Precondition(tags, !noneMatch.isEmpty());
  }
}
