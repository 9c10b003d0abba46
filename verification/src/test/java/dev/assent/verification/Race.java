package dev.assent.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that all start at once. */
final class Race {
  private Race() {}

  /** What each of the clients got, in their order. */
  static <T> List<T> run(List<Callable<T>> clients) throws Exception {
    CountDownLatch ready = new CountDownLatch(clients.size());
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> client : clients) {
        futures.add(
            executor.submit(
                () -> {
                  ready.countDown();
                  start.await();
                  return client.call();
                }));
      }
      ready.await();
      start.countDown();
      List<T> answers = new ArrayList<>();
      for (Future<T> future : futures) {
        answers.add(future.get());
      }
      return answers;
    }
  }
}
