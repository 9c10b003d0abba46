package dev.assent.standalone.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One process of a local Assent.
 *
 * @param service what it is
 * @param number 1 and up among its kind
 */
record Instance(Service service, int number) {
  /** All of them, in the order in which they start. */
  static List<Instance> all(LocalSettings settings) {
    List<Instance> all = new ArrayList<>();
    for (Service service : Service.values()) {
      all.addAll(all(settings, service));
    }
    return all;
  }

  /** Those of one service; none where they run elsewhere. */
  static List<Instance> all(LocalSettings settings, Service service) {
    int count =
        service == Service.BROKER && settings.kafka().isPresent()
            ? 0
            : settings.instances().of(service);
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> new Instance(service, number))
        .toList();
  }

  /** Names it in files; the first of a kind has the name of its service. */
  String key() {
    return number == 1 ? service.key() : service.key() + "-" + number;
  }

  /** Names it to people. */
  String title() {
    return number == 1 ? service.title() : service.title() + " " + number;
  }
}
