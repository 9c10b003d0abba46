package dev.assent.ingress.dialect.nativeapi;

import static dev.assent.ingress.openapi.Schema.constant;
import static dev.assent.ingress.openapi.Schema.list;
import static dev.assent.ingress.openapi.Schema.number;
import static dev.assent.ingress.openapi.Schema.object;
import static dev.assent.ingress.openapi.Schema.optional;
import static dev.assent.ingress.openapi.Schema.required;
import static dev.assent.ingress.openapi.Schema.text;
import static dev.assent.ingress.openapi.Schema.texts;
import static dev.assent.ingress.openapi.Schema.time;

import dev.assent.ingress.openapi.Schema;
import dev.assent.ingress.openapi.Schema.Member;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.CredentialState;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.model.ProofKind;
import java.util.stream.Stream;

/** The schemas of what {@link NativeJson} writes and the controllers read. */
final class NativeSchemas {
  static final Schema USER_ID = text("The user's id").matching("[!-~]{1,128}");
  static final Schema OPERATION_ID = text("Unique in the tenant").matching("[!-~]{1,128}");
  static final Schema SERIAL_NUMBER =
      text("The device: serial and sequence number").matching("[A-Za-z0-9]{1,32}-[0-9]{1,4}");
  static final Schema CREDENTIAL_ID =
      text("The credential's id; a device's is its serial number").matching("[A-Za-z0-9._-]{1,64}");
  static final Schema CONNECTOR = text("The provider").matching("[A-Za-z0-9._-]{1,64}");
  static final Schema CHANNEL = constant("Who obtains the user's consent", Channel.values());
  static final Schema PROOF =
      text(
          "A signature in hexadecimal: 128 digits, or 512 to 1024 from an RSA key; or an OCRA"
              + " response, 8 to 10 decimal digits");
  static final Schema JSON_WEB_KEY =
      object(
              required("kty", text("EC, OKP or RSA")),
              optional("crv", text("P-256, Ed25519, X25519")),
              optional("x", text("base64url")),
              optional("y", text("base64url")),
              optional("n", text("base64url")),
              optional("e", text("base64url")),
              optional("kid", text("Not kept")),
              optional("alg", text("Required of an RSA key")),
              optional("use", text("sig or enc")),
              optional("key_ops", list("What it may do", text("An operation"))))
          .described("A public key (RFC 7517)")
          .named("PublicKey");

  private static final Schema COUNT = number("A count", 0, Long.MAX_VALUE);
  private static final Schema PROOF_KINDS =
      list("What is accepted as proof", constant("A kind", ProofKind.values()));
  private static final Member[] OPERATION = {
    required("tenant", text("The tenant")),
    optional("userId", USER_ID),
    required("operationId", OPERATION_ID),
    optional("externalUserId", text("As it was given")),
    optional("externalReference", text("As it was given")),
    required("kind", constant("What is asked for", OperationKind.values())),
    required("channel", CHANNEL),
    required("state", constant("Where it stands", OperationState.values())),
    required("displayData", texts("What the user is shown, or the fields of the template")),
    optional(
        "template",
        object(
            required("id", text("The template")),
            required("version", number("Its version", 1, Integer.MAX_VALUE)))),
    optional("language", text("BCP 47")),
    optional("text", text("As it was rendered")),
    optional("scope", text("Of which one operation is open")),
    required("proofKinds", PROOF_KINDS),
    required("matchingDigits", number("0: nothing is entered", 0, 8)),
    optional("connector", CONNECTOR),
    optional("verificationCode", text("What the provider shows on the phone, to be compared")),
    required("createdAt", time("When it was made")),
    required("expiresAt", time("Its deadline")),
    required("origin", text("The service that took it over")),
    optional("challengeKey", text("What a push notification carries to the device")),
    optional("retrievedBy", text("The device that has the challenge")),
    required("failedProofs", COUNT),
    optional("reason", text("Why it ended")),
    optional("providerCode", text("Why a provider did not carry it out, in its own words")),
    optional("decidedAt", time("When it ended")),
    optional("approvalToken", text("Of an approved one: a JWS that the tenant's keys verify")),
    required("sequence", COUNT.described("Events of this operation")),
    required("userSequence", COUNT.described("Events of this user"))
  };
  private static final Member[] CREDENTIAL = {
    required("tenant", text("The tenant")),
    required("userId", USER_ID),
    optional("serialNumber", SERIAL_NUMBER),
    optional("credentialId", CREDENTIAL_ID),
    required("state", constant("Whether it is usable", CredentialState.values())),
    optional("signingKey", JSON_WEB_KEY),
    optional("ocraSuite", text("RFC 6287")),
    optional("encryptionKey", JSON_WEB_KEY),
    optional("channel", CHANNEL),
    optional("connector", CONNECTOR),
    optional("certificate", text("base64 of the DER")),
    required("registeredAt", time("When it was registered")),
    optional("validUntil", time("When it ends by itself")),
    optional("revokedAt", time("When it was revoked")),
    required("failedProofs", COUNT.described("Since the last one that verified")),
    required("sequence", COUNT.described("Events of this credential")),
    required("userSequence", COUNT.described("Events of this user"))
  };

  private NativeSchemas() {}

  static Schema creation() {
    return object(
            CreationJson.MEMBERS,
            optional("operationId", OPERATION_ID),
            required("kind", constant("What is asked for", OperationKind.values())),
            optional("channel", CHANNEL),
            optional("displayData", texts("What the user is shown, or the fields of the template")),
            optional(
                "template",
                object(
                    CreationJson.TEMPLATE_MEMBERS,
                    required("id", text("The template")),
                    optional("version", number("Its version", 1, Integer.MAX_VALUE)))),
            optional("language", text("BCP 47 in its canonical form")),
            optional("scope", text("Cancels the open operation of it").matching("[!-~]{1,128}")),
            optional("proofKinds", PROOF_KINDS),
            optional("maximumFailedProofs", number("After which it fails", 1, 5)),
            optional("timeToLive", number("Milliseconds", 1_000, 600_000)),
            optional("externalUserId", text("Echoed").atMost(256)),
            optional("externalReference", text("Echoed").atMost(256)),
            optional("matchingValue", text("For the user to enter").matching("[0-9]{2,8}")),
            optional("connector", CONNECTOR))
        .named("Creation");
  }

  static Schema operation() {
    return object(OPERATION).named("Operation");
  }

  static Schema created() {
    return object(
            Stream.concat(
                    Stream.of(OPERATION),
                    Stream.of(
                        optional(
                            "matchingValue",
                            text("What to show where the user began, never on the device"))))
                .toArray(Member[]::new))
        .named("Created");
  }

  static Schema answered() {
    return object(
        required("userId", USER_ID),
        required("operationId", OPERATION_ID),
        required("state", constant("Where it stands", OperationState.values())),
        optional("reason", text("Why it ended")),
        optional("serialNumber", SERIAL_NUMBER));
  }

  static Schema claimed() {
    return object(
        required("userId", USER_ID),
        required("operationId", OPERATION_ID),
        optional("challengeKey", text("What the challenge is retrieved with")),
        required("expiresAt", time("Its deadline")));
  }

  static Schema device() {
    return object(
        DeviceController.MEMBERS,
        required("serialNumber", SERIAL_NUMBER),
        optional("signingKey", JSON_WEB_KEY),
        optional(
            "ocra",
            object(
                OcraJson.MEMBERS,
                required("suite", text("RFC 6287")),
                required("secret", text("base64")),
                optional("pinHash", text("Hexadecimal, for a suite with P")),
                optional("counter", number("For a suite with C", 0, Long.MAX_VALUE)))),
        required("encryptionKey", JSON_WEB_KEY),
        optional("pushAddress", pushAddress()),
        optional("validUntil", time("When it ends by itself")));
  }

  static Schema pushAddress() {
    return object(
        PushAddressJson.MEMBERS,
        required("service", text("Who brings messages").matching("(fcm|apns)")),
        required("application", text("Package name or bundle id of the app")),
        required("token", text("What the service gave the app: at most 4,096 characters")));
  }

  static Schema providerCredential() {
    return object(
        CredentialController.MEMBERS,
        required("credentialId", CREDENTIAL_ID),
        required("channel", constant("Of the provider", Channel.IDP, Channel.MSSP)),
        required("connector", CONNECTOR),
        required("certificate", text("One X.509 certificate, in PEM or base64")),
        optional("validUntil", time("When it ends by itself")));
  }

  static Schema credential() {
    return object(CREDENTIAL).named("Credential");
  }

  /** A device that was registered just now. */
  static Schema registered() {
    return object(
            Stream.concat(
                    Stream.of(CREDENTIAL),
                    Stream.of(
                        optional(
                            "cancellationKey",
                            JSON_WEB_KEY.described("What it seals cancellations to"))))
                .toArray(Member[]::new))
        .named("Registered");
  }
}
