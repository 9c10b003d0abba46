package dev.assent.standalone.cluster;

import dev.assent.standalone.process.ServiceProcess;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Tells an end that others of its kind make up for from one that nothing makes up for. */
final class UnexpectedEnds {
  private final Map<Service, AtomicInteger> spare = new EnumMap<>(Service.class);

  UnexpectedEnds(Instances instances) {
    for (Service service : Service.values()) {
      int others = instances.of(service) - 1;
      // brokers must be more than half of what they were
      spare.put(service, new AtomicInteger(service == Service.BROKER ? others / 2 : others));
    }
  }

  /**
   * Watches started processes.
   *
   * @param survived takes the line about an end where enough others of its kind go on
   * @return the line about the first end where they do not
   */
  CompletableFuture<String> watch(
      Map<Instance, ServiceProcess> processes, Consumer<String> survived) {
    CompletableFuture<String> first = new CompletableFuture<>();
    processes.forEach(
        (instance, process) -> {
          var _ =
              process
                  .endedUnexpectedly()
                  .thenAccept(
                      line -> {
                        if (spare.get(instance.service()).getAndDecrement() > 0) {
                          survived.accept(line);
                        } else {
                          first.complete(line);
                        }
                      });
        });
    return first;
  }
}
