package dev.assent.connectors.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.schemas.settings.InvalidSettingsException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkRulesTest {
  private static final NetworkRules PUBLIC = new NetworkRules(Set.of(), List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "198.19.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:a00:1::",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "ff02::1"
      })
  @Tag("AS-16")
  void shouldNotCallWhatIsNotPublic(String address) throws UnknownHostException {
    assertThat(PUBLIC.allows(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"93.184.216.34", "172.15.255.255", "172.32.0.1", "100.128.0.1", "2606:4700::1111"})
  void shouldCallWhatIsPublic(String address) throws UnknownHostException {
    assertThat(PUBLIC.allows(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void shouldCallWhatIsAllowedOfTheRest() throws UnknownHostException {
    // Given
    NetworkRules rules = new NetworkRules(Set.of(), List.of(NetworkRange.parse("10.1.0.0/17")));

    // When / Then
    assertThat(rules.allows(InetAddress.getByName("10.1.127.1"))).isTrue();
    assertThat(rules.allows(InetAddress.getByName("10.1.128.1"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "hooks.bank.example,true",
    "HOOKS.bank.example,true",
    "a.partner.example,true",
    "partner.example,false",
    "evilpartner.example,false",
    "bank.example,false"
  })
  void shouldCallListedHostsOnly(String host, boolean allowed) {
    // Given
    NetworkRules rules =
        new NetworkRules(Set.of("hooks.bank.example", "*.partner.example"), List.of());

    // When / Then
    assertThat(rules.allows(host)).isEqualTo(allowed);
  }

  @Test
  @Tag("AS-16")
  void shouldConnectOnlyToAddressesThatWereChecked() throws UnknownHostException {
    // Given
    InetAddress good = InetAddress.getByName("93.184.216.34");
    InetAddress bad = InetAddress.getByName("169.254.169.254");
    FakeNames mixed = new FakeNames(bad, good);
    FakeNames internal = new FakeNames(bad);

    // When / Then
    assertThat(new CheckedNames(PUBLIC, mixed).resolve("bank.example")).containsExactly(good);
    assertThatThrownBy(() -> new CheckedNames(PUBLIC, internal).resolve("bank.example"))
        .isInstanceOf(CheckedNames.NotAllowedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "bank.example/8", "10.0.0.0/-1", "::/129"})
  void shouldRefuseWhatIsNoRange(String text) {
    assertThatThrownBy(() -> NetworkRange.parse(text)).isInstanceOf(InvalidSettingsException.class);
  }
}
