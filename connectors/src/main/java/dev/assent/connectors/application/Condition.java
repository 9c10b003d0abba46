package dev.assent.connectors.application;

import java.util.Map;

/** What the health endpoint tells. */
interface Condition {
  /** What keeps which connector from taking tasks; empty where all do. */
  Map<String, Object> troubles();

  /** What the worker depends on and does not answer. */
  Map<String, Object> silent();
}
