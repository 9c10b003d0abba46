package dev.assent.ingress.dialect.administration;

import static dev.assent.ingress.openapi.Schema.anything;
import static dev.assent.ingress.openapi.Schema.constant;
import static dev.assent.ingress.openapi.Schema.list;
import static dev.assent.ingress.openapi.Schema.object;
import static dev.assent.ingress.openapi.Schema.optional;
import static dev.assent.ingress.openapi.Schema.required;
import static dev.assent.ingress.openapi.Schema.text;

import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.openapi.Schema;
import dev.assent.schemas.avro.ApiKeyRole;

/** The schemas of what {@link AuthenticationJson} reads and writes. */
final class AuthenticationSchemas {
  private AuthenticationSchemas() {}

  static Schema authentication() {
    return object(
            AuthenticationJson.MEMBERS,
            optional(
                "schemes",
                list(
                    "Those that the tenant allows; empty or absent: all",
                    constant("A scheme", Scheme.values()))),
            optional("issuers", list("Issuers of access tokens, at most 20", issuer())),
            optional(
                "clientCertificates", list("Certificates of callers, at most 20", certificate())))
        .named("Authentication");
  }

  private static Schema issuer() {
    return object(
        IssuerJson.MEMBERS,
        required("issuer", text("iss of its tokens").matching("[!-~]{1,255}")),
        required("audience", text("aud of its tokens").matching("[!-~]{1,255}")),
        optional("jwksUri", text("Where its keys are; either this or jwks")),
        optional("jwks", anything("Its public keys (RFC 7517)")),
        optional("scopes", anything("Permissions by scope; absent or empty: the standard scopes")));
  }

  private static Schema certificate() {
    return object(
        ClientCertificateJson.MEMBERS,
        required("certificateId", text("Its name").matching("[A-Za-z0-9_-]{1,64}")),
        optional("x5t#S256", text("SHA-256 of its DER in base64url; either this or a subject")),
        optional("tls_client_auth_subject_dn", text("Its subject (RFC 4514)")),
        optional("authority", text("The certificate of the authority of the subject, in PEM")),
        required("roles", list("What it allows", constant("A role", ApiKeyRole.values()))));
  }
}
