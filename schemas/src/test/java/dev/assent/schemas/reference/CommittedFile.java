package dev.assent.schemas.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file in the repository that is made from the code. A test compares it; with the system property
 * {@value #UPDATE} set to true it is written instead.
 */
public final class CommittedFile {
  /** The system property that has the files written. */
  public static final String UPDATE = "assent.update";

  private CommittedFile() {}

  /** A page of the reference, seen from the directory of any module. */
  public static void referencePageMustBe(String name, String content) {
    mustBe(Path.of("..", "docs", "reference", name), content);
  }

  /** Fails where the file differs. */
  public static void mustBe(Path file, String content) {
    try {
      if (Boolean.getBoolean(UPDATE)) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
      }
      assertThat(file)
          .as("%s is committed; write it with -D%s=true", file.getFileName(), UPDATE)
          .exists();
      assertThat(content(file))
          .as("%s is out of date; write it with -D%s=true and look at the change", file, UPDATE)
          .isEqualTo(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file's text. */
  public static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
