package dev.assent.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuardedTest {
  @Test
  void shouldEndWhenTheParentIsGone() throws Exception {
    // Given
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Guarded.class.getName(),
                Endless.class.getName(),
                "argument")
            .redirectErrorStream(true)
            .start();
    assertThat(child.inputReader().readLine()).isEqualTo("argument");

    // When
    child.outputWriter().close();

    // Then
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    child.destroyForcibly();
  }

  /** A main class that never returns. */
  public static final class Endless {
    private Endless() {}

    /** Prints its argument and waits for ever. */
    public static void main(String[] arguments) throws InterruptedException {
      System.out.println(arguments[0]);
      new CountDownLatch(1).await();
    }
  }
}
