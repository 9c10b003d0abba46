package dev.assent.ingress.dialect;

import dev.assent.ingress.authentication.Identity;
import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.service.Freshness;
import dev.assent.ingress.tenant.Caller;
import dev.assent.schemas.trace.Correlation;
import io.opentelemetry.api.trace.Span;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A request on its way: what is learned of it until it is answered. Used by one thread at a time.
 */
final class Visit {
  private final Call call;
  private final Span span;
  private final Correlation correlation;
  private final Freshness freshness = new Freshness();
  private final long began = System.nanoTime();
  private Optional<Identity> identity = Optional.empty();
  private Optional<String> refusal = Optional.empty();
  private Runnable leaving = () -> {};

  /**
   * @param correlation that its commands carry
   */
  Visit(Call call, Span span, Correlation correlation) {
    this.call = call;
    this.span = span;
    this.correlation = correlation;
  }

  Call call() {
    return call;
  }

  Span span() {
    return span;
  }

  Correlation correlation() {
    return correlation;
  }

  Freshness freshness() {
    return freshness;
  }

  /** Where the connection comes from; a header that says otherwise is not looked at (AS-5). */
  InetAddress remoteAddress() {
    return call.request().getRemoteAddress().getAddress();
  }

  /** Who asks, once that is known. */
  Optional<Caller> caller() {
    return identity.map(Identity::caller);
  }

  /** How it is known. */
  Optional<Scheme> scheme() {
    return identity.map(Identity::scheme);
  }

  void learn(Identity known) {
    identity = Optional.of(known);
  }

  /** Why nothing came of it. */
  Optional<String> refusal() {
    return refusal;
  }

  void refuse(String reason) {
    refusal = Optional.of(reason);
  }

  /** Something to be given back once it is answered, or before. */
  void whenLeaving(Runnable action) {
    Runnable before = leaving;
    leaving =
        () -> {
          action.run();
          before.run();
        };
  }

  /** Gives back what is to be given back, each thing once. */
  void leave() {
    Runnable all = leaving;
    leaving = () -> {};
    all.run();
  }

  /** Nanoseconds since it began. */
  long elapsed() {
    return System.nanoTime() - began;
  }
}
