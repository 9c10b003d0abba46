package dev.assent.connectors.outbound;

import dev.assent.connectors.outbound.OutboundAnswer.MaybeSent;
import dev.assent.connectors.outbound.OutboundAnswer.NotSent;
import dev.assent.connectors.outbound.OutboundAnswer.Why;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import javax.net.ssl.SSLHandshakeException;

/** Tells from a failure of the JDK's client whether the call may have arrived. */
final class CallFailure {
  private static final int DEEPEST = 8;

  private CallFailure() {}

  /**
   * In doubt it may have. A failed handshake means that no request was read, even where the server
   * refuses our certificate after ours has ended (TLS 1.3): it reads nothing before.
   */
  static OutboundAnswer classify(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      switch (cause) {
        case HttpConnectTimeoutException _, ConnectException _ -> {
          return new NotSent(Why.NO_CONNECTION);
        }
        case SSLHandshakeException _ -> {
          return new NotSent(Why.NO_TRUST);
        }
        case HttpTimeoutException _ -> {
          return new MaybeSent(Why.TIMEOUT);
        }
        default -> cause = cause.getCause();
      }
    }
    return new MaybeSent(Why.BROKEN);
  }
}
