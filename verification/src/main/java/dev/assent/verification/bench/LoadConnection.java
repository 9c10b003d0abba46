package dev.assent.verification.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One kept-alive HTTP/1.1 connection for a virtual thread. Load has to come from somewhere, and on
 * two cores the JDK's client would take from the system what is to be measured.
 */
public final class LoadConnection implements AutoCloseable {
  private static final int BUFFER = 8192;
  private static final String CONTENT_LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  LoadConnection(InetSocketAddress address) throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(address);
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
  }

  /** An answer with its body as text. */
  public record Answer(int status, String body) {}

  /** Posts JSON and waits for the answer. */
  Answer post(String path, String header, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, header, body.length);
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
    return read();
  }

  /** Gets what is there and waits for the answer. */
  Answer get(String path, String header) throws IOException {
    String head = "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n".formatted(path, header);
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return read();
  }

  private Answer read() throws IOException {
    String status = line();
    int length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.regionMatches(true, 0, CONTENT_LENGTH, 0, CONTENT_LENGTH.length())) {
        length = Integer.parseInt(line.substring(CONTENT_LENGTH.length()).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the answer was cut");
    }
    return new Answer(
        Integer.parseInt(status.substring(9, 12)), new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
