package dev.assent.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.standalone.process.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  @TempDir Path directory;

  @Test
  void shouldDeleteWhatItMade() throws Exception {
    // Given
    StateDirectory state = new StateDirectory(directory.resolve("a/state"));
    state.prepare();
    Files.createDirectories(directory.resolve("a/state/broker/topic"));
    Files.writeString(directory.resolve("a/state/broker/topic/log"), "data");

    // When
    state.delete();

    // Then
    assertThat(directory.resolve("a/state")).doesNotExist();
    assertThat(directory.resolve("a")).exists();
  }

  @Test
  void shouldKeepItsContentForTheNextStart() throws Exception {
    // Given
    StateDirectory state = new StateDirectory(directory.resolve("state"));
    state.prepare();
    Files.writeString(directory.resolve("state/data"), "data");

    // When
    state.prepare();

    // Then
    assertThat(directory.resolve("state/data")).hasContent("data");
  }

  @Test
  void shouldNeverDeleteADirectoryOfSomebodyElse() throws Exception {
    // Given
    Files.writeString(directory.resolve("thesis.txt"), "years of work");
    StateDirectory state = new StateDirectory(directory);

    // When, then
    assertThatThrownBy(state::delete)
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("is not empty and not a state directory of Assent");
    assertThat(directory.resolve("thesis.txt")).exists();
  }

  @Test
  void shouldNotUseADirectoryOfSomebodyElse() throws Exception {
    // Given
    Files.writeString(directory.resolve("thesis.txt"), "years of work");

    // When, then
    assertThatThrownBy(() -> new StateDirectory(directory).prepare())
        .isInstanceOf(StartFailure.class);
  }

  @Test
  void shouldNotFollowALinkWhenItDeletes() throws Exception {
    // Given
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("thesis.txt"), "years of work");
    StateDirectory state = new StateDirectory(directory.resolve("state"));
    state.prepare();
    Files.createSymbolicLink(directory.resolve("state/link"), outside);

    // When
    state.delete();

    // Then
    assertThat(outside.resolve("thesis.txt")).exists();
  }
}
