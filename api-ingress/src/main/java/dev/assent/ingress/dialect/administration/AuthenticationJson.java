package dev.assent.ingress.dialect.administration;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.schemas.avro.ClientCertificate;
import dev.assent.schemas.avro.TenantAuthentication;
import dev.assent.schemas.avro.TrustedIssuer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** How callers identify themselves, in requests and answers. */
final class AuthenticationJson {
  static final Set<String> MEMBERS = Set.of("schemes", "issuers", "clientCertificates");

  private static final int MOST = 20;

  private AuthenticationJson() {}

  static TenantAuthentication read(JsonObject fields, Instant now) {
    List<TrustedIssuer> issuers = each(fields, "issuers", node -> IssuerJson.read(node, now));
    List<ClientCertificate> certificates =
        each(fields, "clientCertificates", ClientCertificateJson::read);
    requireOnce(
        issuers.stream().map(issuer -> List.of(issuer.getIssuer(), issuer.getAudience())).toList(),
        "issuers: an issuer and audience must come once");
    requireOnce(
        certificates.stream().map(ClientCertificate::getCertificateId).toList(),
        "clientCertificates: a certificateId must come once");
    return TenantAuthentication.newBuilder()
        .setSchemes(schemes(fields))
        .setIssuers(issuers)
        .setClientCertificates(certificates)
        .build();
  }

  static void write(JsonGenerator json, TenantAuthentication authentication) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("schemes");
    for (String scheme : authentication.getSchemes()) {
      json.writeString(scheme);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("issuers");
    for (TrustedIssuer issuer : authentication.getIssuers()) {
      IssuerJson.write(json, issuer);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("clientCertificates");
    for (ClientCertificate certificate : authentication.getClientCertificates()) {
      ClientCertificateJson.write(json, certificate);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static List<String> schemes(JsonObject fields) {
    List<String> schemes = fields.optionalTexts("schemes").orElse(List.of());
    for (String scheme : schemes) {
      if (List.of(Scheme.values()).stream().noneMatch(known -> known.name().equals(scheme))) {
        throw Rejected.badRequest(
            "schemes must be an array of API_KEY, BASIC, BEARER, CLIENT_CERTIFICATE");
      }
    }
    return schemes;
  }

  private static <T> List<T> each(JsonObject fields, String name, Function<JsonNode, T> reading) {
    List<T> all = new ArrayList<>();
    fields
        .optionalMember(name)
        .ifPresent(
            node -> {
              if (!node.isArray() || node.size() > MOST) {
                throw Rejected.badRequest(name + " must be an array of at most " + MOST);
              }
              node.forEach(element -> all.add(reading.apply(element)));
            });
    return all;
  }

  private static void requireOnce(List<?> values, String objection) {
    if (new HashSet<>(values).size() != values.size()) {
      throw Rejected.badRequest(objection);
    }
  }
}
