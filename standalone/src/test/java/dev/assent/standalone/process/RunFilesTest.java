package dev.assent.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
  @TempDir Path directory;
  private RunFiles runFiles;
  private Process child;

  @BeforeEach
  void startChild() throws Exception {
    runFiles = new RunFiles(directory.resolve("run"));
    child = new ProcessBuilder("sleep", "300").start();
  }

  @AfterEach
  void killChild() {
    child.destroyForcibly();
  }

  @Test
  void shouldFindALivingProcess() {
    // Given
    runFiles.write("broker", child.toHandle());

    // When, then
    assertThat(runFiles.find("broker").orElseThrow().handle().pid()).isEqualTo(child.pid());
  }

  @Test
  void shouldNotFindAProcessThatEnded() throws Exception {
    // Given
    runFiles.write("broker", child.toHandle());

    // When
    child.destroyForcibly().waitFor();

    // Then
    assertThat(runFiles.find("broker")).isEmpty();
    assertThat(runFiles.areLeft()).isTrue();
  }

  @Test
  void shouldNotTakeAnotherProcessWithTheSameIdForOurs() throws Exception {
    // Given
    runFiles.write("broker", child.toHandle());
    Path file = directory.resolve("run/broker.pid");
    long startedAt = Long.parseLong(Files.readString(file).strip().split(" ")[1]);

    // When
    Files.writeString(file, child.pid() + " " + (startedAt - 60_000));

    // Then
    assertThat(runFiles.find("broker")).isEmpty();
    runFiles.stopChildren(Duration.ofSeconds(5));
    assertThat(child.isAlive()).isTrue();
  }

  @Test
  void shouldStopChildrenAndForgetThem() throws Exception {
    // Given
    runFiles.write("broker", child.toHandle());

    // When
    runFiles.stopChildren(Duration.ofSeconds(5));

    // Then
    assertThat(child.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(runFiles.areLeft()).isFalse();
  }

  @Test
  void shouldNotCountTheLauncherAmongTheChildren() {
    // Given
    runFiles.write(RunFiles.LAUNCHER, child.toHandle());

    // When, then
    assertThat(runFiles.children()).isEmpty();
  }

  @Test
  void shouldPassOverAFileThatIsNotARunFile() throws Exception {
    // Given
    Files.createDirectories(directory.resolve("run"));
    Files.writeString(directory.resolve("run/broker.pid"), "garbage");

    // When, then
    assertThat(runFiles.children()).isEmpty();
  }

  @Test
  void shouldGiveTheRunToOneOnly() {
    // Given
    assertThat(runFiles.lock()).isPresent();

    // When, then
    assertThat(runFiles.lock()).isEmpty();
  }
}
