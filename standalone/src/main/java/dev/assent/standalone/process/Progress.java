package dev.assent.standalone.process;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Is told what is being started or stopped, from any thread. */
public interface Progress {
  /** Says nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void began(String what) {}

        @Override
        public void ended(String what, String result, Duration took) {}
      };

  /** Something begins that takes a while. */
  void began(String what);

  /** It is over. */
  void ended(String what, String result, Duration took);

  /**
   * Reports the beginning and, unless it throws, the end of a step.
   *
   * @param step does the work and says in a few words what came of it
   */
  default void step(String what, Callable<String> step) throws Exception {
    began(what);
    long start = System.nanoTime();
    String result = step.call();
    ended(what, result, Duration.ofNanos(System.nanoTime() - start));
  }
}
