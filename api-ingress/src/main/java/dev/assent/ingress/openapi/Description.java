package dev.assent.ingress.openapi;

import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.dialect.Dialect;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a dialect says of itself; one bean for each. Its document is made from this and from what
 * the dialect answers to each failure and refusal.
 */
public interface Description {
  /** Whose it is. */
  Dialect dialect();

  /** The name of the interface. */
  String title();

  /** The version that the vendor gives it. */
  String version();

  /** What it is for, and what holds for all its operations. */
  String summary();

  /** How callers identify themselves: any one of these, where a setting or the dialect takes it. */
  default Set<Scheme> schemes() {
    return EnumSet.allOf(Scheme.class);
  }

  /** The media type of errors. */
  String errorType();

  /** The body of every error. */
  Schema error();

  /** All its operations. */
  List<Endpoint> endpoints();
}
