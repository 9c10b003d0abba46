package dev.assent.verification.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** Connections to one server, last used first. */
public final class ConnectionPool implements AutoCloseable {
  private final InetSocketAddress address;
  private final ConcurrentLinkedDeque<LoadConnection> idle = new ConcurrentLinkedDeque<>();

  private final Semaphore places;

  /** Connections to the server at this address, as many as are wanted. */
  public ConnectionPool(URI server) {
    this(server, Integer.MAX_VALUE);
  }

  /**
   * Connections to the server at this address.
   *
   * @param most open at a time; whoever wants one more waits
   */
  public ConnectionPool(URI server, int most) {
    address = new InetSocketAddress(server.getHost(), server.getPort());
    places = new Semaphore(most);
  }

  /**
   * Posts JSON and waits for the answer.
   *
   * @param header one header line, without its end
   */
  public LoadConnection.Answer post(String path, String header, String json) throws IOException {
    return exchange(connection -> connection.post(path, header, json));
  }

  /**
   * Gets what is there and waits for the answer.
   *
   * @param header one header line, without its end
   */
  public LoadConnection.Answer get(String path, String header) throws IOException {
    return exchange(connection -> connection.get(path, header));
  }

  private LoadConnection.Answer exchange(Exchange exchange) throws IOException {
    places.acquireUninterruptibly();
    try {
      LoadConnection connection = idle.pollFirst();
      if (connection == null) {
        connection = new LoadConnection(address);
      }
      LoadConnection.Answer answer = exchange.over(connection);
      idle.addFirst(connection);
      return answer;
    } finally {
      places.release();
    }
  }

  @FunctionalInterface
  private interface Exchange {
    LoadConnection.Answer over(LoadConnection connection) throws IOException;
  }

  /** Closes the connections that stand idle; new ones are made when they are wanted. */
  @Override
  public void close() throws IOException {
    for (LoadConnection connection = idle.pollFirst();
        connection != null;
        connection = idle.pollFirst()) {
      connection.close();
    }
  }
}
