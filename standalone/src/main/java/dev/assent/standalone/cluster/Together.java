package dev.assent.standalone.cluster;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs steps side by side; the first that fails interrupts the others. */
final class Together {
  private Together() {}

  /**
   * Returns when all steps are done.
   *
   * @throws Exception what the first failing step threw
   */
  static void run(List<Callable<Void>> steps) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletionService<Void> completions = new ExecutorCompletionService<>(executor);
      steps.forEach(completions::submit);
      try {
        for (int done = 0; done < steps.size(); done++) {
          completions.take().get();
        }
      } catch (ExecutionException failure) {
        executor.shutdownNow();
        if (failure.getCause() instanceof Exception cause) {
          throw cause;
        }
        throw failure;
      } catch (InterruptedException interruption) {
        executor.shutdownNow();
        throw interruption;
      }
    }
  }
}
