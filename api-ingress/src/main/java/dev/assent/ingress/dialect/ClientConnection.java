package dev.assent.ingress.dialect;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.CompletionStage;

/** The connection that a request came over. */
public final class ClientConnection {
  private ClientConnection() {}

  /**
   * Does something when the connection is closed before there is an answer: the server tells of
   * that only once it writes.
   *
   * @return the answer
   */
  public static <T> CompletionStage<T> during(
      HttpRequest<?> request, CompletionStage<T> answer, Runnable gone) {
    if (request instanceof NettyHttpRequest<?> netty) {
      ChannelFuture closed = netty.getChannelHandlerContext().channel().closeFuture();
      ChannelFutureListener listener = _ -> gone.run();
      closed.addListener(listener);
      // The connection may see many requests: none may leave something behind.
      return answer.whenComplete((_, _) -> closed.removeListener(listener));
    }
    return answer;
  }
}
