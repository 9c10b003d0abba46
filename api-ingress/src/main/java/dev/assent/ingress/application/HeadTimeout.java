package dev.assent.ingress.application;

import dev.assent.ingress.settings.LimitSettings;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose next request does not have its request line and header fields complete
 * in time, however often it sends a byte: the server by itself only notices silence. A stream of
 * HTTP/2 has its header fields in one piece.
 */
@Singleton
final class HeadTimeout implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final Duration timeout;

  HeadTimeout(LimitSettings limits) {
    this.timeout = limits.headTimeout();
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(null));
    return event.getBean();
  }

  private final class Customizer implements NettyServerCustomizer {
    private final Channel channel;

    /**
     * @param channel null until there is one
     */
    Customizer(Channel channel) {
      this.channel = channel;
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel next, ChannelRole role) {
      return new Customizer(next);
    }

    @Override
    public void onStreamPipelineBuilt() {
      ChannelPipeline pipeline = channel.pipeline();
      String codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
      if (pipeline.get(codec) != null) {
        Head head = new Head();
        pipeline.addBefore(codec, "assent-head-bytes", head.new Bytes());
        pipeline.addAfter(codec, "assent-head-messages", head.new Messages());
      }
    }
  }

  /** The head of the next request on a connection; used by the connection's event loop. */
  private final class Head {
    private Future<?> deadline;
    private boolean inBody;

    private final class Bytes extends ChannelInboundHandlerAdapter {
      @Override
      public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (deadline == null && !inBody) {
          deadline =
              context
                  .executor()
                  .schedule(() -> close(context), timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
        context.fireChannelRead(bytes);
      }

      @Override
      public void channelInactive(ChannelHandlerContext context) {
        complete();
        context.fireChannelInactive();
      }
    }

    private final class Messages extends ChannelInboundHandlerAdapter {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
          complete();
          inBody = true;
        }
        if (message instanceof LastHttpContent) {
          inBody = false;
        }
        context.fireChannelRead(message);
      }
    }

    private static void close(ChannelHandlerContext context) {
      ChannelFuture _ = context.close();
    }

    private void complete() {
      if (deadline != null) {
        boolean _ = deadline.cancel(false);
        deadline = null;
      }
    }
  }
}
