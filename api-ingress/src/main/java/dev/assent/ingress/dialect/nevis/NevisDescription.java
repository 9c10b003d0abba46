package dev.assent.ingress.dialect.nevis;

import static dev.assent.ingress.openapi.Schema.list;
import static dev.assent.ingress.openapi.Schema.number;
import static dev.assent.ingress.openapi.Schema.object;
import static dev.assent.ingress.openapi.Schema.optional;
import static dev.assent.ingress.openapi.Schema.required;
import static dev.assent.ingress.openapi.Schema.text;
import static dev.assent.ingress.openapi.Schema.time;
import static io.micronaut.http.HttpMethod.DELETE;
import static io.micronaut.http.HttpMethod.GET;
import static io.micronaut.http.HttpMethod.PATCH;
import static io.micronaut.http.HttpMethod.POST;

import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.openapi.Description;
import dev.assent.ingress.openapi.Endpoint;
import dev.assent.ingress.openapi.Schema;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.util.List;

/** What the dialect says of itself; descriptions are the vendor's. */
@Singleton
final class NevisDescription implements Description {
  private static final String USER = "/nevisidm/api/core/v1/{clientExtId}/users/{userExtId}";
  private static final Schema EXTERNAL_ID = text("The external ID of the credential.").atMost(64);
  private static final Schema POLICY = text("The external ID of the used policy.").atMost(64);
  private static final Schema STATE =
      text("The state of the credential.")
          .matching(
              "(initial|active|tmp-locked|fail-locked|reset-code|admin-changed|disabled|archived)");
  private static final Schema IDENTIFICATOR =
      text("MSSP-specific identificator of the mobile signature credential.").atMost(50);
  private static final Schema MSSP = text("URI-based identifier of MSSP.").atMost(50);
  private static final Schema CERTIFICATE =
      text("X509 signer certificate in PEM format.").atMost(4_000);
  private static final Schema MSISDN =
      text("Calling number for mobile device according to ETSI Standard.").atMost(50);
  private static final Schema COUNT = number("A count", 0, Integer.MAX_VALUE);

  private final NevisDialect dialect;

  NevisDescription(NevisDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public String title() {
    return "nevisIDM mobile signature";
  }

  @Override
  public String version() {
    return "v1";
  }

  @Override
  public String summary() {
    return "The one mobile signature that a user can have. The client is the caller's tenant."
        + " Absent members are absent, never null.";
  }

  @Override
  public String errorType() {
    return MediaType.APPLICATION_JSON;
  }

  @Override
  public Schema error() {
    return object(
        required(
            "errors",
            list(
                "One",
                object(
                    required("code", text("The vendor's code")),
                    required("message", text("The same in words"))))));
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        user(Endpoint.of(
                POST,
                "createMobileSignature",
                USER + "/mobile-signature",
                "Create a mobile signature"))
            .repeatable()
            .takes(
                object(
                    MobileSignatureForm.CREATION,
                    optional("extId", EXTERNAL_ID),
                    optional("policyExtId", POLICY),
                    optional("stateName", STATE),
                    required("identificator", IDENTIFICATOR),
                    required("msspIdentifier", MSSP),
                    optional("signerCert", CERTIFICATE),
                    required("msisdn", MSISDN)))
            .takesLike(
                "least",
                """
                {"identificator": "id-1", "msspIdentifier": "http://mid.swisscom.ch/",
                 "msisdn": "+41791234567"}
                """)
            .answers(201, "Mobile signature created successfully", signature()),
        user(Endpoint.of(
                GET, "getMobileSignature", USER + "/mobile-signature", "Get a mobile signature"))
            .answers(200, "The mobile signature", signature()),
        user(Endpoint.of(
                PATCH,
                "changeMobileSignature",
                USER + "/mobile-signature",
                "Change a mobile signature"))
            .repeatable()
            .takes(
                object(
                    MobileSignatureForm.CHANGE,
                    optional("stateName", STATE),
                    optional("modificationComment", text("Textual comment").atMost(255)),
                    optional(
                        "version", number("Version used for optimistic locking.", 0, 1L << 31)),
                    optional("policyExtId", POLICY),
                    optional("identificator", IDENTIFICATOR),
                    optional("msspIdentifier", MSSP),
                    optional("signerCert", CERTIFICATE),
                    optional("msisdn", MSISDN)))
            .takesLike("lock", "{\"stateName\": \"disabled\", \"version\": 1}")
            .answers(200, "The mobile signature", signature()),
        user(Endpoint.of(
                DELETE,
                "deleteMobileSignature",
                USER + "/mobile-signature",
                "Delete a mobile signature"))
            .repeatable()
            .answers(204, "Deleted"),
        user(Endpoint.of(
                GET, "listCredentials", USER + "/credentials", "List credentials of all types"))
            .answers(
                200,
                "Credentials",
                object(
                    required("items", list("All of them", credential())),
                    required(
                        "_pagination",
                        object(required("limit", COUNT), required("totalResult", COUNT))))));
  }

  private static Endpoint user(Endpoint endpoint) {
    return endpoint
        .path("clientExtId", text("External ID of the client."))
        .path("userExtId", text("External ID of the user."));
  }

  private static Schema signature() {
    return object(
            required("created", time("Creation date of the entity.")),
            required("lastModified", time("Date when the entity was last modified.")),
            required("version", COUNT.described("Version used for optimistic locking.")),
            required("extId", EXTERNAL_ID),
            required("userExtId", text("The external ID of the user.")),
            optional("policyExtId", POLICY),
            required("stateName", STATE),
            optional("stateChangeReason", text("Reason for the last state change.")),
            optional("stateChangeDetail", text("Reason detail for the last state change.")),
            optional("lastSuccessfulLoginDate", time("Timestamp of last successful login.")),
            required("successfulLoginCount", COUNT),
            optional("lastFailedLoginDate", time("Date of last non-technical login failure.")),
            required("failedLoginCount", COUNT),
            optional("modificationComment", text("Textual comment.")),
            required("type", text("MobileSignature")),
            required("validity", validity()),
            required("identificator", IDENTIFICATOR),
            required("msspIdentifier", MSSP),
            optional("signerCert", text("X509 signer certificate in PEM format.")),
            required("msisdn", MSISDN))
        .named("MobileSignature");
  }

  private static Schema credential() {
    return object(
            required("created", time("Creation date of the entity.")),
            optional("lastModified", time("Date when the entity was last modified.")),
            optional("version", COUNT),
            required("extId", EXTERNAL_ID),
            required("userExtId", text("The external ID of the user.")),
            optional("policyExtId", POLICY),
            required("stateName", STATE),
            optional("stateChangeReason", text("Reason for the last state change.")),
            optional("stateChangeDetail", text("Reason detail for the last state change.")),
            optional("lastSuccessfulLoginDate", time("Timestamp of last successful login.")),
            optional("successfulLoginCount", COUNT),
            optional("lastFailedLoginDate", time("Date of last non-technical login failure.")),
            required("failedLoginCount", COUNT),
            optional("modificationComment", text("Textual comment.")),
            required("type", text("Type of credential.")),
            required("validity", validity()),
            optional("identificator", IDENTIFICATOR),
            optional("msspIdentifier", MSSP),
            optional("signerCert", text("X509 signer certificate in PEM format.")),
            optional("msisdn", MSISDN))
        .named("Credential");
  }

  private static Schema validity() {
    return object(
        required("from", time("Start of the validity.")),
        optional("to", time("End of the validity.")));
  }
}
