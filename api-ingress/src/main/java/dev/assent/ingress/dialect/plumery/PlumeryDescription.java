package dev.assent.ingress.dialect.plumery;

import static dev.assent.ingress.openapi.Schema.anything;
import static dev.assent.ingress.openapi.Schema.object;
import static dev.assent.ingress.openapi.Schema.optional;
import static dev.assent.ingress.openapi.Schema.required;
import static dev.assent.ingress.openapi.Schema.text;
import static dev.assent.ingress.openapi.Schema.time;
import static io.micronaut.http.HttpMethod.GET;
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
final class PlumeryDescription implements Description {
  private static final String BASE = "/internal/v1/custom-auth";
  private static final Schema CORRELATION_ID =
      text("Correlation ID to correlate with signature initiation request");
  private static final Schema USERNAME = text("Plumery user identifier").like("john.snow");
  private static final Schema STATUS =
      text("Status in Identity Provider").matching("(PENDING|SUCCESS|FAILED)");
  private static final Schema ERROR =
      text("Error message, forwarded to mobile/web app for user display.");
  private static final Schema CODE = text("Error code");

  private final PlumeryDialect dialect;

  PlumeryDescription(PlumeryDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public String title() {
    return "Plumery identity provider connector";
  }

  @Override
  public String version() {
    return "v1";
  }

  @Override
  public String summary() {
    return "Signatures and logins at an identity provider. The key has the role BACK_END.";
  }

  @Override
  public String errorType() {
    return MediaType.APPLICATION_JSON;
  }

  @Override
  public Schema error() {
    return object(required("error", text("Error message")), required("code", CODE));
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        traced(
                Endpoint.of(
                    POST, "initSignature", BASE + ":init-signature", "Initiate custom signing"))
            .takes(
                object(
                    SignatureRequest.MEMBERS,
                    required("correlationId", CORRELATION_ID),
                    required(
                        "signatureContextData",
                        object(
                            SignatureRequest.CONTEXT_MEMBERS,
                            required(
                                "dataToSign",
                                anything("Data to be signed: username, action, nonce")))),
                    optional("additionalDetails", anything("channel, language and others"))))
            .takesLike(
                "signature",
                """
                {"correlationId": "0f8fad5b-d9cb-469f-a165-70867728950e",
                 "signatureContextData": {"dataToSign": {"username": "john.snow", "action": "PAY",
                   "nonce": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}}}
                """)
            .answers(204, "Initiated"),
        traced(
                Endpoint.of(
                    POST,
                    "confirmSignature",
                    BASE + ":confirm-signature",
                    "Confirm custom signing"))
            .takes(
                object(
                    SignatureController.CONFIRMATION_MEMBERS,
                    required("correlationId", CORRELATION_ID),
                    required("username", USERNAME),
                    optional(
                        "additionalDetails",
                        anything("Details required to confirm signature in Identity Provider"))))
            .takesLike(
                "confirmation",
                """
                {"correlationId": "0f8fad5b-d9cb-469f-a165-70867728950e", "username": "john.snow"}
                """)
            .answers(
                200,
                "Identity Provider custom signing confirmation response",
                object(
                    optional("signature", text("Base64 encoded signature value")),
                    optional("signatureTimestamp", time("When the signature was created")),
                    optional("certificate", text("Base64 encoded certificate")),
                    required("status", STATUS),
                    optional("error", ERROR),
                    optional("code", CODE))),
        traced(Endpoint.of(POST, "initiateLogin", BASE + "/login:initiate", "Initiate a login"))
            .takes(
                object(
                    LoginController.MEMBERS,
                    required("correlationId", CORRELATION_ID),
                    optional("initAuthDetails", anything("Kept as it is"))))
            .takesLike("login", "{\"correlationId\": \"0f8fad5b\", \"initAuthDetails\": {}}")
            .answers(200, "Where to send the user", object(required("redirectUrl", text("A URL")))),
        traced(Endpoint.of(GET, "loginStatus", BASE + "/login/status", "Check a login"))
            .query("correlationId", CORRELATION_ID)
            .answers(
                200,
                "Where the login stands",
                object(
                    required("status", STATUS),
                    optional("userId", text("Whose login it is")),
                    optional("error", ERROR),
                    optional("code", CODE))));
  }

  private static Endpoint traced(Endpoint endpoint) {
    return endpoint.header(
        "X-Request-ID", text("Request ID used for tracing. A new one is generated if absent."));
  }
}
