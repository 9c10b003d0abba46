package dev.assent.ingress.application;

import java.util.Map;

/** As ready as the test says. */
final class FakeCondition implements Condition {
  volatile boolean ready = true;

  @Override
  public Map<String, Object> obstacles() {
    return ready ? Map.of() : Map.of("tenants", "not all of them are read yet");
  }

  @Override
  public Map<String, Object> ended() {
    return Map.of();
  }

  @Override
  public Map<String, Object> silent() {
    return Map.of("brokers", "no answer since yesterday");
  }

  @Override
  public Map<String, Long> lags() {
    return Map.of("replies", 7L);
  }

  @Override
  public int inFlight() {
    return 0;
  }
}
