package dev.assent.standalone.process;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs another main class and exits when standard input closes. The operating system closes that
 * pipe however the parent ends, so a child never outlives a launcher that was killed.
 */
public final class Guarded {
  private static final int EXIT_ORPHANED = 143;
  private static final long SECONDS_TO_EXIT = 15;

  private Guarded() {}

  /**
   * Runs the main class that the first argument names with the other arguments.
   *
   * @throws Exception what that main method throws
   */
  public static void main(String[] arguments) throws Exception {
    Thread.ofPlatform().daemon().name("parent-watch").start(() -> exitAtEndOf(System.in));
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    try {
      Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException wrapped) {
      if (wrapped.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw wrapped;
    }
  }

  private static void exitAtEndOf(InputStream input) {
    try {
      input.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException _) {
      // A broken pipe means the same as its end: the parent is gone.
    }
    CompletableFuture.delayedExecutor(SECONDS_TO_EXIT, TimeUnit.SECONDS)
        .execute(() -> Runtime.getRuntime().halt(EXIT_ORPHANED));
    System.exit(EXIT_ORPHANED);
  }
}
