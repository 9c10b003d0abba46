package dev.assent.standalone.status;

import java.util.List;

/**
 * What a service said of itself.
 *
 * @param service who was asked
 * @param troubles why it is not well, one component each; empty where it is
 * @param samples its metrics; none where it did not answer
 */
record ServiceReport(ServiceAddress service, List<String> troubles, Samples samples) {
  ServiceReport {
    troubles = List.copyOf(troubles);
  }

  boolean isWell() {
    return troubles.isEmpty();
  }
}
