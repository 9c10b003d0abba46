package dev.assent.ingress.dialect.keyless;

import static dev.assent.ingress.openapi.Schema.flag;
import static dev.assent.ingress.openapi.Schema.list;
import static dev.assent.ingress.openapi.Schema.number;
import static dev.assent.ingress.openapi.Schema.object;
import static dev.assent.ingress.openapi.Schema.optional;
import static dev.assent.ingress.openapi.Schema.required;
import static dev.assent.ingress.openapi.Schema.text;
import static io.micronaut.http.HttpMethod.DELETE;
import static io.micronaut.http.HttpMethod.GET;
import static io.micronaut.http.HttpMethod.POST;

import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.openapi.Description;
import dev.assent.ingress.openapi.Endpoint;
import dev.assent.ingress.openapi.Schema;
import dev.assent.ingress.openapi.Schema.Member;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/** What the dialect says of itself; examples are the vendor's. */
@Singleton
final class KeylessDescription implements Description {
  private static final long MOST_EXACT = (1L << 53) - 1;
  private static final Schema OPERATION_ID =
      text("Unique operation identifier set and managed by the client").matching("[!-~]{1,128}");
  private static final Member PAYLOAD =
      optional(KeylessOperation.PAYLOAD, text("Operation payload set and managed by the client"));
  private static final Member EXTERNAL_USER =
      optional("externalUserId", text("User id set and managed by the client").atMost(256));
  private static final Member AUTHENTICATION_TYPE =
      optional(
          KeylessOperation.AUTHENTICATION_TYPE,
          text("Authentication type of the operation").matching("(biom|pin)"));
  private static final Schema USER_ID =
      text("An HEX string representing the user id")
          .matching("[0-9A-F]{2,128}")
          .like("0123456789ABCDEF");

  private static final Schema DEVICE_KEY =
      text("SubjectPublicKeyInfo in hexadecimal").matching("[0-9A-F]{64,2048}");

  private final KeylessDialect dialect;

  KeylessDescription(KeylessDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public String title() {
    return "Keyless operations";
  }

  @Override
  public String version() {
    return "v2";
  }

  @Override
  public String summary() {
    return "Operations of users for the relying party's back-end. The key has the role BACK_END."
        + " Optional members without a value are absent, never null.";
  }

  @Override
  public String errorType() {
    return MediaType.APPLICATION_JSON;
  }

  @Override
  public Schema error() {
    return object(
        required("code", text("A failure or a reason")),
        required("message", text("The same in words")));
  }

  @Override
  public List<Endpoint> endpoints() {
    return Stream.of(operations(), devices(), tokens()).flatMap(List::stream).toList();
  }

  private static List<Endpoint> operations() {
    return List.of(
        Endpoint.of(POST, "create", "/v2/users/{userId}/operations", "Create a pending operation")
            .path("userId", USER_ID)
            .repeatable()
            .takes(
                object(
                    KeylessController.MEMBERS,
                    required("operationId", OPERATION_ID),
                    EXTERNAL_USER,
                    PAYLOAD))
            .takesLike(
                "operation",
                """
                {"operationId": "op-1", "externalUserId": "jane.doe", "operationPayload": "Pay 10 EUR"}
                """)
            .takesLike("least", "{\"operationId\": \"op-2\"}")
            .answers(
                200,
                "Operation created successfully",
                object(required("success", flag("Always true"))))
            .answersLike(200, "created", "{\"success\": true}"),
        Endpoint.of(
                GET,
                "pending",
                "/v2/users/{userId}/operations/pending",
                "Get a user's pending operations")
            .path("userId", USER_ID)
            .answers(
                200,
                "A user's pending operations",
                list(
                    "Pending operations",
                    object(
                        required("operationId", OPERATION_ID),
                        PAYLOAD,
                        EXTERNAL_USER,
                        AUTHENTICATION_TYPE)))
            .answersLike(200, "least", "[{\"operationId\": \"op-1\"}]"),
        Endpoint.of(GET, "get", "/v2/operations/{operationId}", "Get a customer operation")
            .path("operationId", OPERATION_ID)
            .answers(200, "A customer operation", operation())
            .answersLike(
                200,
                "approved",
                """
                {"id": 1, "timestamp": "2020-01-02T03:04:05.68", "nodeId": "api-ingress",
                 "userId": "0123456789ABCDEF", "operationId": "op-1", "result": true,
                 "state": "approved"}
                """));
  }

  private static List<Endpoint> devices() {
    return List.of(
        Endpoint.of(GET, "devices", "/v2/users/{userId}/devices", "Get a user's devices")
            .described("The key has the role CREDENTIAL_ADMINISTRATION.")
            .path("userId", USER_ID)
            .answers(
                200,
                "The devices",
                list("Devices that sign", object(required("publicSigningKey", DEVICE_KEY)))),
        Endpoint.of(
                DELETE,
                "deleteDevice",
                "/v2/users/{userId}/devices/{publicSigningKey}",
                "Delete a user's device")
            .described("The key has the role CREDENTIAL_ADMINISTRATION.")
            .path("userId", USER_ID)
            .path("publicSigningKey", DEVICE_KEY)
            .repeatable()
            .answers(200, "Device deleted", object(required("success", flag("Always true")))));
  }

  private static List<Endpoint> tokens() {
    return List.of(
        Endpoint.of(
                GET, "publicKey", "/v2/jwt/public-key", "Get the customer public key in PEM format")
            .answers(
                200,
                "The public key in PEM format",
                object(
                    required(
                        "publicKey", text("PEM key representation of the customer public key")))),
        Endpoint.of(POST, "verify", "/v2/jwt/verify", "Verify a signed JWT message")
            .takes(object(JwtController.MEMBERS, required("jwt", text("The signed JWT message"))))
            .takesLike("token", "{\"jwt\": \"a.b.c\"}")
            .answers(
                200,
                "The verification completed successfully",
                object(required("valid", flag("True if the signature is valid, false otherwise")))),
        Endpoint.of(
                GET,
                "keySet",
                "/customers/{customer}/.well-known/jwks.json",
                "Get the customer's key set")
            .forAnybody()
            .path("customer", text("The tenant's id").matching("[A-Za-z0-9._-]{1,64}"))
            .answers(
                200,
                "A JWK set",
                object(
                    required("keys", list("Public keys", Schema.anything("A JWK of RFC 7517"))))));
  }

  private static Schema operation() {
    return object(
        required("id", number("Unique operation identifier", 0, MOST_EXACT)),
        required(
            "timestamp",
            text("Creation date time, in UTC without a zone").like("2020-01-02T03:04:05.68")),
        required("nodeId", text("Name of the service that created the operation")),
        optional("userId", USER_ID),
        EXTERNAL_USER,
        required("operationId", OPERATION_ID),
        PAYLOAD,
        AUTHENTICATION_TYPE,
        required("result", flag("True if the operation is approved, false otherwise")),
        required(
            "state",
            text("State of the operation").matching("(approved|pending)").like("approved")));
  }
}
