package dev.assent.standalone.simulator.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How often users' phones rang, by what they were asked to sign. */
public final class Prompts {
  private static final String LINE = "GET /simulator/prompts";

  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  /** A phone rings. */
  public void ring(String subject) {
    counts.merge(subject, 1, Integer::sum);
  }

  /** How often one rang. */
  public int of(String subject) {
    return counts.getOrDefault(subject, 0);
  }

  /** The counts, where the call asks for them: {@code GET /simulator/prompts}. */
  public Optional<Reply> answer(Call call) {
    if (!call.line().equals(LINE)) {
      return Optional.empty();
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    counts.forEach(body::put);
    return Reply.json(200, body);
  }
}
