package dev.assent.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {
  @TempDir Path directory;
  private ServiceProcess service;

  @AfterEach
  void kill() throws Exception {
    service.kill();
  }

  @Test
  void shouldWaitUntilTheServiceIsReady() throws Exception {
    // Given
    service = service("echo starting; sleep 0.3; echo READY; exec sleep 300");

    // When
    service.start();
    service.awaitReady();

    // Then
    assertThat(Files.readString(service.logFile())).isEqualTo("starting\nREADY\n");
  }

  @Test
  void shouldSayWhyTheServiceDidNotStart() throws Exception {
    // Given
    service = service("echo cannot find the moon; printf '\\tat stack.frame\\n'; exit 1");

    // When
    service.start();

    // Then
    assertThatThrownBy(service::awaitReady)
        .isInstanceOf(StartFailure.class)
        .hasMessage(
            "The test service ended by itself; its log is %s, last line: cannot find the moon"
                .formatted(service.logFile()));
  }

  @Test
  void shouldSayWhenTheServiceIsNotReadyInTime() throws Exception {
    // Given
    service = service("echo waiting for godot; exec sleep 300");

    // When
    service.start();

    // Then
    assertThatThrownBy(service::awaitReady)
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("was not ready within 2 s")
        .hasMessageEndingWith("last line: waiting for godot");
  }

  @Test
  void shouldTellOfAnEndThatNobodyAskedFor() throws Exception {
    // Given
    service = service("echo READY; exec sleep 300");
    service.start();
    service.awaitReady();
    CompletableFuture<String> ended = service.endedUnexpectedly();

    // When
    ProcessHandle.of(service.processId()).orElseThrow().destroyForcibly();

    // Then
    assertThat(ended.get(5, TimeUnit.SECONDS)).startsWith("The test service ended by itself");
  }

  @Test
  void shouldNotTellOfAnEndThatWasAskedFor() throws Exception {
    // Given
    service = service("echo READY; exec sleep 300");
    service.start();
    service.awaitReady();
    CompletableFuture<String> ended = service.endedUnexpectedly();

    // When
    service.stop();

    // Then
    assertThat(service.isRunning()).isFalse();
    assertThat(ended).isNotDone();
  }

  @Test
  void shouldKillAServiceThatDoesNotStop() throws Exception {
    // Given
    service = service("trap '' TERM; echo READY; while true; do sleep 0.1; done");
    service.start();
    service.awaitReady();

    // When
    service.stop();

    // Then
    assertThat(service.isRunning()).isFalse();
  }

  @Test
  void shouldNotBeStoppedByTheTerminal() throws Exception {
    // Given
    service = service("echo READY; exec sleep 300");
    service.start();
    service.awaitReady();

    // When
    int status =
        new ProcessBuilder("kill", "-INT", Long.toString(service.processId())).start().waitFor();

    // Then
    assertThat(status).isZero();
    assertThat(ProcessHandle.of(service.processId()).orElseThrow().onExit())
        .failsWithin(Duration.ofMillis(500));
  }

  @Test
  void shouldKeepTheLogOfTheStartBefore() throws Exception {
    // Given
    service = service("echo READY; exec sleep 300");
    service.start();
    service.awaitReady();
    service.kill();

    // When
    service.start();

    // Then
    assertThat(directory.resolve("logs/test.log.previous")).hasContent("READY");
  }

  private ServiceProcess service(String script) {
    Path log = directory.resolve("logs/test.log");
    return new ServiceProcess(
        new ServiceDefinition(
            "test service",
            "test",
            List.of("/bin/sh", "-c", script),
            Readiness.line(log, "READY"),
            log,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1)),
        new RunFiles(directory.resolve("run")));
  }
}
