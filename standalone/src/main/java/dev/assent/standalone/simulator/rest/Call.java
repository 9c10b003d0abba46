package dev.assent.standalone.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.assent.schemas.json.StrictJson;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A call that came in. */
public final class Call {
  private static final Pattern TIMEOUT = Pattern.compile("(?:.*&)?timeoutMs=([0-9]{1,6})(?:&.*)?");
  private static final Duration USUAL_WAIT = Duration.ofSeconds(10);

  private final String method;
  private final URI uri;
  private final JsonNode body;

  Call(String method, URI uri, byte[] body) {
    this.method = method;
    this.uri = uri;
    this.body = StrictJson.readObject(body).orElse(MissingNode.getInstance());
  }

  /** Method and path, such as {@code POST /certificate}. */
  public String line() {
    return method + " " + uri.getPath();
  }

  /** The JSON object; missing where there is none. */
  public JsonNode body() {
    return body;
  }

  /** The text of a member; empty where it is none. */
  public String text(String member) {
    return body.path(member).asText("");
  }

  /** How long a long poll waits: {@code timeoutMs}, 10 s where it is not given. */
  public Duration longPoll(Duration least) {
    Matcher given = TIMEOUT.matcher(uri.getQuery() == null ? "" : uri.getQuery());
    Duration asked =
        given.matches() ? Duration.ofMillis(Long.parseLong(given.group(1))) : USUAL_WAIT;
    return asked.compareTo(least) < 0 ? least : asked;
  }
}
