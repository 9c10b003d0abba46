package dev.assent.standalone.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An answer of a simulated provider. */
public final class Reply {
  private static final String GARBAGE = "<html><body>It works!</body></html>";

  private final int status;
  private final String body;

  private Reply(int status, String body) {
    this.status = status;
    this.body = body;
  }

  /** An object. */
  public static Optional<Reply> json(int status, JsonNode body) {
    return Optional.of(new Reply(status, body.toString()));
  }

  /** Nothing but the status. */
  public static Optional<Reply> empty(int status) {
    return Optional.of(new Reply(status, ""));
  }

  /** Success, and no JSON. */
  public static Optional<Reply> garbage() {
    return Optional.of(new Reply(200, GARBAGE));
  }

  /** The connection is closed instead. */
  public static Optional<Reply> lost() {
    return Optional.empty();
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
