package dev.assent.ingress.application;

import io.micronaut.core.io.buffer.ByteArrayBufferFactory;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.simple.SimpleHttpRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request made of any bytes: a line with method and target, lines with headers, an empty line,
 * the body.
 */
final class FuzzedRequest extends SimpleHttpRequest<Object> implements ServerHttpRequest<Object> {
  private static final ByteBodyFactory BODIES =
      ByteBodyFactory.createDefault(ByteArrayBufferFactory.INSTANCE);

  /** RFC 9110 sections 5.1 and 5.5: the server lets no other header through. */
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\t\\x20-\\x7E\\x80-\\xFF]*)");

  private final byte[] body;

  private FuzzedRequest(HttpMethod method, String target, byte[] body) {
    super(method, target, null);
    this.body = body;
  }

  /** Nothing where a server would refuse the bytes before any code of ours is reached. */
  static Optional<FuzzedRequest> parse(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\n\n");
    String[] lines = (end < 0 ? text : text.substring(0, end)).split("\n", -1);
    byte[] body = end < 0 ? new byte[0] : Arrays.copyOfRange(input, end + 2, input.length);
    String[] start = lines[0].split(" ", -1);
    if (start.length != 2 || !start[1].startsWith("/") || !isUri(start[1])) {
      return Optional.empty();
    }
    HttpMethod method = HttpMethod.parse(start[0]);
    if (method == HttpMethod.CUSTOM) {
      return Optional.empty();
    }
    FuzzedRequest request = new FuzzedRequest(method, start[1], body);
    for (int i = 1; i < lines.length; i++) {
      Matcher header = HEADER.matcher(lines[i]);
      if (header.matches()) {
        request.getHeaders().add(header.group(1), header.group(2));
      }
    }
    return Optional.of(request);
  }

  @Override
  public ByteBody byteBody() {
    return BODIES.adapt(body);
  }

  private static boolean isUri(String target) {
    try {
      return new URI(target).getRawPath() != null;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
