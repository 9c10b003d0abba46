package dev.assent.ingress.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.server.netty.NettyServerCustomizer.ChannelRole;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TlsGuardTest {
  @Test
  @Tag("AS-20")
  void shouldCloseAConnectionWithoutTls() {
    // Given
    EmbeddedChannel plain = new EmbeddedChannel();

    // When
    TlsGuard.customizer()
        .specializeForChannel(plain, ChannelRole.CONNECTION)
        .onInitialPipelineBuilt();

    // Then
    assertThat(plain.isOpen()).isFalse();
  }

  @Test
  void shouldKeepAConnectionWithTls() throws NoSuchAlgorithmException {
    // Given
    SslHandler tls = new SslHandler(SSLContext.getDefault().createSSLEngine());
    EmbeddedChannel secure = new EmbeddedChannel(tls);

    // When
    TlsGuard.customizer()
        .specializeForChannel(secure, ChannelRole.CONNECTION)
        .onInitialPipelineBuilt();

    // Then
    assertThat(secure.isOpen()).isTrue();
  }
}
