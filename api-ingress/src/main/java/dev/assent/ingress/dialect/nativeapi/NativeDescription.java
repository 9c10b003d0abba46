package dev.assent.ingress.dialect.nativeapi;

import static dev.assent.ingress.openapi.Schema.constant;
import static dev.assent.ingress.openapi.Schema.list;
import static dev.assent.ingress.openapi.Schema.number;
import static dev.assent.ingress.openapi.Schema.object;
import static dev.assent.ingress.openapi.Schema.required;
import static dev.assent.ingress.openapi.Schema.text;
import static io.micronaut.http.HttpMethod.DELETE;
import static io.micronaut.http.HttpMethod.GET;
import static io.micronaut.http.HttpMethod.POST;
import static io.micronaut.http.HttpMethod.PUT;

import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.openapi.Description;
import dev.assent.ingress.openapi.Endpoint;
import dev.assent.ingress.openapi.Schema;
import dev.assent.schemas.model.DeclineReason;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/** What the dialect says of itself. */
@Singleton
final class NativeDescription implements Description {
  private static final String USER = "/api/v1/users/{userId}";
  private static final String PUSH_ADDRESS = USER + "/devices/{serialNumber}/push-address";
  private static final String OPERATION = "/api/v1/operations/{operationId}";
  private static final String CHALLENGE = "/api/v1/challenges/{challengeKey}";

  private final NativeDialect dialect;

  NativeDescription(NativeDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public String title() {
    return "Assent";
  }

  @Override
  public String version() {
    return "v1";
  }

  @Override
  public String summary() {
    return "What the vendors leave out. Operations take a key of role BACK_END, the device's side"
        + " FRONT_END, credentials CREDENTIAL_ADMINISTRATION.";
  }

  @Override
  public String errorType() {
    return MediaType.APPLICATION_JSON_PROBLEM;
  }

  @Override
  public Schema error() {
    return Schema.problem();
  }

  @Override
  public List<Endpoint> endpoints() {
    return Stream.of(operations(), consent(), credentials()).flatMap(List::stream).toList();
  }

  private static List<Endpoint> operations() {
    return List.of(
        creation(
            Endpoint.of(POST, "createOperation", USER + "/operations", "Create for a user")
                .path("userId", NativeSchemas.USER_ID)),
        creation(
            Endpoint.of(
                POST,
                "createUnassignedOperation",
                "/api/v1/operations",
                "Create for whoever claims it first")),
        Endpoint.of(GET, "listOperations", USER + "/operations", "List a user's operations")
            .path("userId", NativeSchemas.USER_ID)
            .query("open", text("Only those that are open").matching("(true|false)"))
            .answers(
                200,
                "Operations",
                object(required("operations", list("All of them", NativeSchemas.operation())))),
        Endpoint.of(GET, "getOperation", OPERATION, "Read an operation")
            .path("operationId", NativeSchemas.OPERATION_ID)
            .query(
                "wait",
                text("Answer with the outcome as soon as there is one, at the latest after so long:"
                        + " 0s to 60s")
                    .matching("[0-9]{1,2}s?"))
            .answers(200, "The operation", NativeSchemas.operation()),
        Endpoint.of(GET, "operationEvents", OPERATION + "/events", "Follow an operation")
            .described(
                "Server-sent events until the outcome: id is the operation's sequence, data the"
                    + " operation as it can be read.")
            .path("operationId", NativeSchemas.OPERATION_ID)
            .header("Last-Event-ID", number("What was seen last", 0, 999_999_999_999_999_999L))
            .answersAs(200, "Its changes", MediaType.TEXT_EVENT_STREAM)
            .answers(204, "The outcome was seen already"),
        Endpoint.of(POST, "cancelOperation", OPERATION + "/cancel", "Withdraw; no body is taken")
            .path("operationId", NativeSchemas.OPERATION_ID)
            .repeatable()
            .answers(200, "The operation", NativeSchemas.operation()),
        Endpoint.of(
                POST,
                "notifyDevices",
                OPERATION + "/notify",
                "Tell the devices of a waiting challenge once more; no body is taken")
            .path("operationId", NativeSchemas.OPERATION_ID)
            .repeatable()
            .answers(202, "The operation", NativeSchemas.operation()));
  }

  private static List<Endpoint> consent() {
    return List.of(
        Endpoint.of(
                GET,
                "readCancellationKey",
                "/api/v1/cancellation-key",
                "Read the key that devices seal their cancellations to")
            .answers(200, "The key", NativeSchemas.JSON_WEB_KEY),
        Endpoint.of(POST, "claimOperation", OPERATION + "/claim", "Take one without a user")
            .path("operationId", NativeSchemas.OPERATION_ID)
            .repeatable()
            .takes(
                object(
                    ConsentController.CLAIM,
                    required("userId", NativeSchemas.USER_ID),
                    required("serialNumber", NativeSchemas.SERIAL_NUMBER)))
            .takesLike("device", "{\"userId\": \"jane.doe\", \"serialNumber\": \"VDS1000000-1\"}")
            .answers(200, "What the device needs to go on", NativeSchemas.claimed()),
        challenge(
                Endpoint.of(
                    POST, "retrieveChallenge", CHALLENGE + "/retrieve", "Fetch the challenge"))
            .takes(
                object(
                    ConsentController.RETRIEVAL,
                    required("serialNumber", NativeSchemas.SERIAL_NUMBER)))
            .takesLike("device", "{\"serialNumber\": \"VDS1000000-1\"}")
            .answers(
                200,
                "The sealed challenge",
                object(required("requestMessage", text("Upper-case hexadecimal")))),
        challenge(Endpoint.of(POST, "submitProof", CHALLENGE + "/proof", "Approve"))
            .takes(
                object(
                    ConsentController.PROOF,
                    required("userId", NativeSchemas.USER_ID),
                    required("proof", NativeSchemas.PROOF)))
            .takesLike("OCRA", "{\"userId\": \"jane.doe\", \"proof\": \"12345678\"}")
            .answers(200, "The proof verified", NativeSchemas.answered()),
        challenge(Endpoint.of(POST, "declineOperation", CHALLENGE + "/decline", "Refuse"))
            .takes(
                object(
                    ConsentController.REFUSAL,
                    required("userId", NativeSchemas.USER_ID),
                    required("reason", constant("Why", DeclineReason.values())),
                    required("signature", NativeSchemas.PROOF)))
            .takesLike(
                "OCRA",
                """
                {"userId": "jane.doe", "reason": "NOT_ME", "signature": "12345678"}
                """)
            .answers(200, "The refusal verified", NativeSchemas.answered()));
  }

  private static List<Endpoint> credentials() {
    return List.of(
        user(Endpoint.of(POST, "registerDevice", USER + "/devices", "Register a device"))
            .repeatable()
            .takes(NativeSchemas.device())
            .answers(201, "Registered, with its Location", NativeSchemas.registered()),
        user(Endpoint.of(GET, "listDevices", USER + "/devices", "List credentials of all kinds"))
            .answers(
                200,
                "Credentials",
                object(required("devices", list("All of them", NativeSchemas.credential())))),
        user(Endpoint.of(
                DELETE, "revokeDevice", USER + "/devices/{credentialId}", "Revoke a credential"))
            .path("credentialId", NativeSchemas.CREDENTIAL_ID)
            .repeatable()
            .answers(204, "Revoked"),
        user(Endpoint.of(PUT, "putPushAddress", PUSH_ADDRESS, "Change where a device is told"))
            .path("serialNumber", NativeSchemas.SERIAL_NUMBER)
            .repeatable()
            .takes(NativeSchemas.pushAddress())
            .answers(204, "Told there from now on"),
        user(Endpoint.of(DELETE, "deletePushAddress", PUSH_ADDRESS, "Tell a device no more"))
            .path("serialNumber", NativeSchemas.SERIAL_NUMBER)
            .repeatable()
            .answers(204, "Not told any more"),
        user(Endpoint.of(
                POST,
                "registerProviderCredential",
                USER + "/provider-credentials",
                "Register a credential at a provider"))
            .repeatable()
            .takes(NativeSchemas.providerCredential())
            .answers(201, "Registered", NativeSchemas.credential()),
        user(Endpoint.of(POST, "unlockUser", USER + "/unlock", "End a lock; no body is taken"))
            .repeatable()
            .answers(204, "Not locked any more"));
  }

  private static Endpoint creation(Endpoint endpoint) {
    return endpoint
        .repeatable()
        .takes(NativeSchemas.creation())
        .takesLike(
            "payment",
            """
            {"operationId": "op-1", "kind": "SIGNING", "displayData": {"amount": "10 EUR"}}
            """)
        .answers(201, "Created, with its Location", NativeSchemas.created());
  }

  private static Endpoint challenge(Endpoint endpoint) {
    return endpoint.path("challengeKey", text("As the operation has it")).repeatable();
  }

  private static Endpoint user(Endpoint endpoint) {
    return endpoint.path("userId", NativeSchemas.USER_ID);
  }
}
