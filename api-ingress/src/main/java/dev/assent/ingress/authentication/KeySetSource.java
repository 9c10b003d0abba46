package dev.assent.ingress.authentication;

import java.io.IOException;

/** Where the key sets of issuers come from. */
@FunctionalInterface
public interface KeySetSource {
  /**
   * The JWK Set that is published there. May take a bounded time.
   *
   * @throws IOException where there is none to be had
   */
  byte[] fetch(String uri) throws IOException;
}
