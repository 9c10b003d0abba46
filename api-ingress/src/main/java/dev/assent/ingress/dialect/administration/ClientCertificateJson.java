package dev.assent.ingress.dialect.administration;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.ClientCertificate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** A client certificate in requests and answers, by the names of RFC 8705. */
final class ClientCertificateJson {
  private static final String ID = "certificateId";
  private static final String THUMBPRINT = "x5t#S256";
  private static final String SUBJECT = "tls_client_auth_subject_dn";
  private static final String AUTHORITY = "authority";
  private static final String ROLES = "roles";
  static final Set<String> MEMBERS = Set.of(ID, THUMBPRINT, SUBJECT, AUTHORITY, ROLES);
  private static final int SHA_256_BYTES = 32;

  private ClientCertificateJson() {}

  static ClientCertificate read(JsonNode node) {
    JsonObject fields = JsonObject.of("a client certificate", node, MEMBERS);
    boolean byThumbprint = fields.optionalMember(THUMBPRINT).isPresent();
    boolean bySubject = fields.optionalMember(SUBJECT).isPresent();
    if (byThumbprint == bySubject || bySubject != fields.optionalMember(AUTHORITY).isPresent()) {
      throw Rejected.badRequest(
          "a client certificate must have either "
              + THUMBPRINT
              + ", or "
              + SUBJECT
              + " and "
              + AUTHORITY);
    }
    return ClientCertificate.newBuilder()
        .setCertificateId(AdministrationPath.requireKeyId(fields.text(ID)))
        .setThumbprint(
            fields.optionalText(THUMBPRINT).map(ClientCertificateJson::thumbprint).orElse(null))
        .setSubject(fields.optionalText(SUBJECT).map(ClientCertificateJson::subject).orElse(null))
        .setAuthority(
            fields.optionalText(AUTHORITY).map(ClientCertificateJson::authority).orElse(null))
        .setRoles(KeyJson.roles(fields.member(ROLES)))
        .build();
  }

  static void write(JsonGenerator json, ClientCertificate certificate) throws IOException {
    json.writeStartObject();
    json.writeStringField(ID, certificate.getCertificateId());
    if (certificate.getThumbprint() != null) {
      json.writeStringField(
          THUMBPRINT,
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(bytes(certificate.getThumbprint())));
    }
    if (certificate.getSubject() != null && certificate.getAuthority() != null) {
      json.writeStringField(SUBJECT, certificate.getSubject());
      json.writeStringField(AUTHORITY, AuthorityPem.write(certificate.getAuthority()));
    }
    json.writeArrayFieldStart(ROLES);
    for (ApiKeyRole role : certificate.getRoles()) {
      json.writeString(role.name());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static ByteBuffer thumbprint(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length == SHA_256_BYTES) {
        return ByteBuffer.wrap(bytes);
      }
    } catch (IllegalArgumentException _) {
      // falls through to the one objection
    }
    throw Rejected.badRequest(
        THUMBPRINT + " must be the SHA-256 of the certificate's DER in base64url");
  }

  private static String subject(String text) {
    try {
      return new X500Principal(text).getName();
    } catch (IllegalArgumentException _) {
      throw Rejected.badRequest(SUBJECT + " must be a distinguished name of RFC 4514");
    }
  }

  private static ByteBuffer authority(String pem) {
    return AuthorityPem.read(pem)
        .map(AuthorityPem::der)
        .orElseThrow(
            () ->
                Rejected.badRequest(AUTHORITY + " must be the certificate of an authority in PEM"));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
