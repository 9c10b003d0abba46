package dev.assent.ingress.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdministratorKeysTest {
  private static final String SECRET = "0123456789abcdefghijABCDEFGHIJ_-";
  private static final String FIRST = "first." + SECRET;
  private static final String SECOND = "second." + SECRET;

  @Test
  void shouldKnowAllKeysOfTheFileSoThatTheyCanOverlap() {
    // Given
    AdministratorKeys keys = AdministratorKeys.parse("# ours\n\n" + FIRST + "\n  " + SECOND + "\n");

    // When, then
    assertThat(keys.authenticate(FIRST)).contains(new Caller("", "first"));
    assertThat(keys.authenticate(SECOND)).contains(new Caller("", "second"));
    assertThat(keys.authenticate("first." + SECRET.replace('0', '1'))).isEmpty();
  }

  @Test
  void shouldKnowAKeyByItsHash() throws Exception {
    // Given
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(FIRST.getBytes(StandardCharsets.UTF_8));
    String line = "root=sha256:" + HexFormat.of().formatHex(hash);

    // When
    AdministratorKeys keys = AdministratorKeys.parse(line);

    // Then
    assertThat(keys.authenticate(FIRST)).contains(new Caller("", "root"));
    assertThat(keys.authenticate(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing",
        "first",
        "first.short",
        "first.",
        ".0123456789abcdefghijABCDEFGHIJ_-",
        "first=sha256:abc",
        FIRST + "\n" + FIRST
      })
  void shouldRefuseOtherFiles(String lines) {
    assertThatThrownBy(() -> AdministratorKeys.parse(lines))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain(SECRET);
  }

  @Test
  @Tag("AS-7")
  void shouldKnowNobodyWhereAdministrationIsOff() {
    assertThat(AdministratorKeys.NONE.areAny()).isFalse();
    assertThat(AdministratorKeys.NONE.authenticate(FIRST)).isEmpty();
  }
}
