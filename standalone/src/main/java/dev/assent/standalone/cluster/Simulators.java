package dev.assent.standalone.cluster;

import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.standalone.process.PrivateFile;
import dev.assent.standalone.simulator.mobileid.MobileIdSimulator;
import dev.assent.standalone.simulator.smartid.SmartIdSimulator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is kept for the simulated providers: their authority, and the settings of the connectors
 * that reach them.
 */
final class Simulators {
  /** How long a simulated user takes to answer: long enough to read what the phone shows. */
  static final Duration PHONE_DELAY = Duration.ofSeconds(2);

  private static final String OURS = "# Written at each start, unless this line is changed.";

  /** What a start wrote while there were no simulated providers. */
  private static final String NONE = "connectors=\n";

  private final LocalSettings settings;

  Simulators(LocalSettings settings) {
    this.settings = settings;
  }

  /** Holds the authority that certifies the simulated users. */
  Path authorityFile() {
    return settings.stateDirectory().resolve("simulated-authority.pem");
  }

  /**
   * The policy of a tenant that believes in the simulated providers, and finds them. What it said
   * before stays.
   */
  static TenantPolicy believing(TenantPolicy before, X509Certificate root) {
    Map<String, String> connectors = new HashMap<>(before.getMsspConnectors());
    for (SimulatedProvider provider : SimulatedProvider.values()) {
      if (provider.signsOnPhones()) {
        connectors.put(provider.msspIdentifier(), provider.connector());
      }
    }
    List<ByteBuffer> anchors = new ArrayList<>(before.getTrustAnchors());
    try {
      anchors.add(ByteBuffer.wrap(root.getEncoded()));
    } catch (CertificateEncodingException impossible) {
      throw new IllegalStateException("a certificate that was read can be written", impossible);
    }
    return TenantPolicy.newBuilder(before)
        .setMsspConnectors(connectors)
        .setTrustAnchors(anchors)
        .build();
  }

  /** Writes the settings of the connectors, unless somebody else wrote that file. */
  void configureConnectors() throws IOException {
    Path file = settings.connectorSettings();
    if (Files.exists(file)) {
      String content = Files.readString(file);
      if (!content.startsWith(OURS) && !content.equals(NONE)) {
        return;
      }
    }
    Path mobileId = settings.stateDirectory().resolve("mobile-id-relying-party");
    Path smartId = settings.stateDirectory().resolve("smart-id-relying-party");
    PrivateFile.write(mobileId, MobileIdSimulator.RELYING_PARTY_UUID);
    PrivateFile.write(smartId, SmartIdSimulator.RELYING_PARTY_UUID);
    PrivateFile.write(file, connectorSettings(mobileId, smartId));
  }

  private String connectorSettings(Path mobileId, Path smartId) {
    Map<String, String> lines = new TreeMap<>();
    List<String> names = new ArrayList<>();
    for (SimulatedProvider provider : SimulatedProvider.values()) {
      names.add(provider.connector());
      String prefix = "connector." + provider.connector() + ".";
      lines.put(prefix + "kind", provider.kind());
      lines.put(prefix + "channel", provider.channel());
      lines.put(prefix + "url", provider.url(settings.ports()).toString());
      provider.particulars().forEach((key, value) -> lines.put(prefix + key, value));
    }
    lines.put("connector.mobile-id.relying.party.uuid.file", mobileId.toString());
    lines.put("connector.smart-id.relying.party.uuid.file", smartId.toString());
    StringBuilder text = new StringBuilder(OURS + "\n");
    text.append("connectors=").append(String.join(",", names)).append('\n');
    lines.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString();
  }
}
