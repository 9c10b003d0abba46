package dev.assent.ingress.application;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.ssl.SslHandler;
import jakarta.inject.Singleton;

/**
 * Closes every connection that is not protected where TLS is set.
 *
 * <p>Barrier: the HTTP server speaks plain HTTP where it could not set up TLS, and only writes so
 * into its log. Never here (ASVS 16.5.3).
 */
@Singleton
@Requires(property = "micronaut.server.ssl.enabled", value = "true")
final class TlsGuard implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    NettyServerCustomizer.Registry registry = event.getBean();
    registry.register(customizer());
    return registry;
  }

  static NettyServerCustomizer customizer() {
    return new Watch(null);
  }

  private record Watch(Channel connection) implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return new Watch(role == ChannelRole.CONNECTION ? channel : null);
    }

    @Override
    public void onInitialPipelineBuilt() {
      if (connection != null && connection.pipeline().get(SslHandler.class) == null) {
        ChannelFuture _ = connection.close();
      }
    }
  }
}
