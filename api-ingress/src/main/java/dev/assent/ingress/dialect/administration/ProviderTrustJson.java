package dev.assent.ingress.dialect.administration;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.provider.ProviderTrust;
import dev.assent.schemas.provider.SignerKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whom a policy believes about signatures at providers, in requests and answers. */
final class ProviderTrustJson {
  private static final String ANCHORS = "trustAnchors";
  private static final String PREFIXES = "textPrefixes";
  private static final String REVOCATION = "revocationRequired";

  static final Set<String> MEMBERS = Set.of(ANCHORS, PREFIXES, REVOCATION);

  private ProviderTrustJson() {}

  static void read(JsonObject fields, TenantPolicy policy) {
    fields.optionalMember(ANCHORS).ifPresent(value -> policy.setTrustAnchors(anchors(value)));
    fields.optionalMember(PREFIXES).ifPresent(value -> policy.setTextPrefixes(prefixes(value)));
    fields
        .optionalMember(REVOCATION)
        .ifPresent(
            value -> {
              require(value.isBoolean(), "policy.revocationRequired must be true or false");
              policy.setRevocationRequired(value.booleanValue());
            });
  }

  static void write(JsonGenerator json, TenantPolicy policy) throws IOException {
    json.writeArrayFieldStart(ANCHORS);
    for (ByteBuffer anchor : policy.getTrustAnchors()) {
      json.writeString(AuthorityPem.write(anchor));
    }
    json.writeEndArray();
    json.writeArrayFieldStart(PREFIXES);
    for (String prefix : policy.getTextPrefixes()) {
      json.writeString(prefix);
    }
    json.writeEndArray();
    json.writeBooleanField(REVOCATION, policy.getRevocationRequired());
  }

  private static List<ByteBuffer> anchors(JsonNode node) {
    String rule =
        "policy.trustAnchors must be an array of at most 20 certificates of authorities in PEM,"
            + " with EC keys on P-256, P-384 or P-521 or RSA keys of at least 2048 bits";
    require(node.isArray() && node.size() <= ProviderTrust.MOST_ANCHORS, rule);
    List<ByteBuffer> anchors = new ArrayList<>();
    for (JsonNode pem : node) {
      anchors.add(
          AuthorityPem.read(pem.asText())
              .filter(authority -> SignerKey.isAllowed(authority.getPublicKey()))
              .map(AuthorityPem::der)
              .orElseThrow(() -> Rejected.badRequest(rule)));
    }
    return anchors;
  }

  private static List<String> prefixes(JsonNode node) {
    String rule = "policy.textPrefixes must be an array of at most 10 of 1 to 40 characters each";
    require(node.isArray() && node.size() <= ProviderTrust.MOST_PREFIXES, rule);
    List<String> prefixes = new ArrayList<>();
    for (JsonNode prefix : node) {
      require(
          prefix.isTextual()
              && !prefix.asText().isEmpty()
              && prefix.asText().length() <= ProviderTrust.LONGEST_PREFIX,
          rule);
      prefixes.add(prefix.asText());
    }
    return prefixes;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw Rejected.badRequest(otherwise);
    }
  }
}
