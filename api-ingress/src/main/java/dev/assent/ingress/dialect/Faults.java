package dev.assent.ingress.dialect;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what should not have happened, under a reference that the caller is told instead of it.
 */
@Singleton
final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private static final String OWN_CODE = "dev.assent.";

  private final SecureRandom random = new SecureRandom();

  /** What the caller is told. Messages and stack traces may hold what it sent and stay out. */
  String record(HttpRequest<?> request, Throwable fault) {
    String reference = HexFormat.of().toHexDigits(random.nextLong());
    LOG.atError()
        .addKeyValue("reference", reference)
        .addKeyValue("method", request.getMethodName())
        .addKeyValue("fault", fault.getClass().getName())
        .addKeyValue("at", place(fault))
        .log("a request failed");
    return Failure.INTERNAL.text() + "; reference " + reference;
  }

  private static String place(Throwable fault) {
    return Arrays.stream(fault.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith(OWN_CODE))
        .findFirst()
        .map(StackTraceElement::toString)
        .orElse("elsewhere");
  }
}
