package dev.assent.connectors.application;

import dev.assent.connectors.webhook.Webhooks;
import dev.assent.schemas.health.Dependencies;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The condition of what runs by now. */
final class RunningCondition implements Condition {
  private final Dependencies dependencies;
  private final boolean delivers;
  private final AtomicReference<Connectors> running;
  private final AtomicReference<Webhooks> delivering;

  /**
   * @param delivers whether webhooks are delivered here
   * @param running empty until they are started
   * @param delivering empty until they are started
   */
  RunningCondition(
      Dependencies dependencies,
      boolean delivers,
      AtomicReference<Connectors> running,
      AtomicReference<Webhooks> delivering) {
    this.dependencies = dependencies;
    this.delivers = delivers;
    this.running = running;
    this.delivering = delivering;
  }

  @Override
  public Map<String, Object> troubles() {
    Connectors connectors = running.get();
    if (connectors == null) {
      return Map.of("worker", "starting");
    }
    Map<String, Object> troubles = new LinkedHashMap<>(connectors.troubles());
    Webhooks webhooks = delivering.get();
    if (delivers && webhooks == null) {
      troubles.put("webhooks", "starting");
    } else if (delivers) {
      webhooks.trouble().ifPresent(why -> troubles.put("webhooks", why));
    }
    return troubles;
  }

  @Override
  public Map<String, Object> silent() {
    return dependencies.troubles();
  }
}
