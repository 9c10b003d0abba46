package dev.assent.verification.bench.ingress;

import dev.assent.verification.bench.ConnectionPool;
import dev.assent.verification.bench.LoadConnection;
import dev.assent.verification.bench.Population;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;

/** The requests of a relying party's back-end, over a pool of connections. */
final class Requests {
  private static final int OK = 200;
  private static final int CREATED = 201;

  private final ConnectionPool ingress;
  private final String header;
  private final int users;
  private final String run = Long.toString(System.nanoTime(), 36);
  private final AtomicLong number = new AtomicLong();

  /**
   * @param header the line that authenticates
   * @param users of {@code Population}, which have a device each
   */
  Requests(ConnectionPool ingress, String header, int users) {
    this.ingress = ingress;
    this.header = header;
    this.users = users;
  }

  /** Closes what stands idle: the server has, too. */
  void reconnect() throws IOException {
    ingress.close();
  }

  /** An id that was not used before. */
  String freshOperation() {
    return run + "-" + number.getAndIncrement();
  }

  /** Creates the operation for the next user, open for ten minutes. */
  void create(String operationId) throws IOException {
    int user = Math.floorMod(operationId.hashCode(), users);
    require(
        CREATED,
        ingress.post(
            "/api/v1/users/" + Population.userId(user) + "/operations",
            header,
            "{\"operationId\":\"%s\",\"kind\":\"AUTHENTICATION\",\"timeToLive\":600000}"
                .formatted(operationId)));
  }

  void cancel(String operationId) throws IOException {
    require(OK, ingress.post(path(operationId) + "/cancel", header, ""));
  }

  void read(String operationId) throws IOException {
    require(OK, ingress.get(path(operationId), header));
  }

  /** Waits that are open at the ingress. */
  int openWaits() {
    try {
      return ingress
          .get("/prometheus", header)
          .body()
          .lines()
          .filter(line -> line.startsWith("assent_ingress_waits "))
          .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String path(String operationId) {
    return "/api/v1/operations/" + operationId;
  }

  private static void require(int status, LoadConnection.Answer answer) throws IOException {
    if (answer.status() != status) {
      throw new IOException("unexpected answer " + answer);
    }
  }
}
