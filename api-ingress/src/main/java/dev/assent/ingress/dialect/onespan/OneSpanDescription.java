package dev.assent.ingress.dialect.onespan;

import static dev.assent.ingress.openapi.Schema.number;
import static dev.assent.ingress.openapi.Schema.object;
import static dev.assent.ingress.openapi.Schema.optional;
import static dev.assent.ingress.openapi.Schema.required;
import static dev.assent.ingress.openapi.Schema.text;
import static io.micronaut.http.HttpMethod.POST;

import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.openapi.Description;
import dev.assent.ingress.openapi.Endpoint;
import dev.assent.ingress.openapi.Schema;
import dev.assent.ingress.openapi.Schema.Member;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** What the dialect says of itself; examples are the vendor's. */
@Singleton
final class OneSpanDescription implements Description {
  private static final Schema SERIAL_NUMBER =
      text("The unique identifier of the Digipass instance: serial number and sequence number,"
              + " separated by a dash.")
          .matching("[A-Za-z0-9]{1,32}-[0-9]{1,4}");
  private static final Schema KEY =
      text("The unique identifier used by OneSpan Authentication Server to identify the request.");
  private static final Schema USER =
      text("The unique identifier used by OneSpan Authentication Server to identify a user.");
  private static final Schema DOMAIN =
      text("The tenant; another one is answered like an unknown key.");
  private static final Schema PROOF =
      text(
          "A signature in hexadecimal: 128 digits, or 512 to 1024 from an RSA key; or an OCRA"
              + " response, 8 to 10 decimal digits.");
  private static final Schema MESSAGE =
      text("The encrypted message that holds the key, in hexadecimal; not the plain key.");

  private final OneSpanDialect dialect;

  OneSpanDescription(OneSpanDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public String title() {
    return "OneSpan DIGIPASS Gateway";
  }

  @Override
  public String version() {
    return "v2";
  }

  @Override
  public String summary() {
    return "The services for the app on the user's device. The user name is the tenant's id, the"
        + " password an API key of role FRONT_END. What was processed is answered with 200"
        + " whatever came of it; resultCodes says what did.";
  }

  @Override
  public String errorType() {
    return MediaType.APPLICATION_JSON;
  }

  @Override
  public Schema error() {
    return envelope(object().described("Empty"));
  }

  @Override
  public List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String way : List.of("push", "scan")) {
      endpoints.addAll(services("authentication", way, Family.AUTHENTICATION));
      endpoints.addAll(services("signature", way, Family.SIGNATURE));
    }
    return endpoints;
  }

  private static List<Endpoint> services(String functionality, String way, Family family) {
    String path = "/rest/v2/" + functionality + "/" + way + "/";
    // the vendor shows these two services only; the others are alike
    String example =
        family == Family.AUTHENTICATION && way.equals("push") ? "vendor" : "as the vendor's";
    return List.of(
        Endpoint.of(
                POST, name(way, family.retrieval()), path + family.retrieval(), "Fetch a request")
            .repeatable()
            .takes(
                object(
                    family.retrievalMembers(),
                    required("serialNumber", SERIAL_NUMBER),
                    required(family.key(), KEY)))
            .takesLike(
                example,
                """
                {
                  "serialNumber": "VDS1000000-1",
                  "%s": "1234567890"
                }
                """
                    .formatted(family.key()))
            .answers(
                200,
                "Processed",
                envelope(
                    object(
                        required(
                            "requestMessage",
                            text("The sealed challenge in upper-case hexadecimal")))))
            .answersLike(
                200,
                example,
                """
                {
                  "resultCodes":
                    {
                      "returnCodeEnum": "RET_SUCCESS",
                      "statusCodeEnum": "STAT_SUCCESS",
                      "returnCode": 0,
                      "statusCode": 0
                    },
                  "result":
                    {
                      "requestMessage": "2EAA8300F254C137B35237560CCBFE98..."
                    }
                }
                """),
        Endpoint.of(POST, name(way, family.proof()), path + family.proof(), "Complete a request")
            .repeatable()
            .takes(
                object(
                    family.proofMembers(),
                    required("userID", USER),
                    optional("domain", DOMAIN),
                    required(family.key(), KEY),
                    required("signature", PROOF)))
            .takesLike(
                example,
                """
                {
                  "userID": "jane.doe",
                  "domain": "mydomain.com",
                  "%s": "0123456789",
                  "signature": "1234567890123456"
                }
                """
                    .formatted(family.key()))
            .answers(
                200,
                "Processed",
                envelope(
                    object(
                        required("userID", text("The resolved user")),
                        required("domain", text("The tenant")),
                        required("orgUnit", text("Always empty")),
                        required("serialNo", text("The device whose proof was accepted")))))
            .answersLike(
                200,
                example,
                """
                {
                  "resultCodes":
                    {
                      "returnCodeEnum": "RET_SUCCESS",
                      "statusCodeEnum": "STAT_SUCCESS",
                      "returnCode": 0,
                      "statusCode": 0
                    },
                  "result":
                    {
                      "userID": "jane.doe",
                      "domain": "mydomain.com",
                      "orgUnit": "",
                      "serialNo": "VDS1000120-1"
                    }
                }
                """),
        Endpoint.of(
                POST, name(way, family.cancellation()), path + family.cancellation(), "Cancel one")
            .repeatable()
            .takes(
                object(
                    family.cancellationMembers(),
                    required("serialNumber", SERIAL_NUMBER),
                    required(family.key(), MESSAGE)))
            .answers(200, "Processed", object(resultCodes()))
            .answersLike(
                200,
                "cancelled",
                """
                {
                  "resultCodes":
                    {
                      "returnCodeEnum": "RET_SUCCESS",
                      "statusCodeEnum": "STAT_SUCCESS",
                      "returnCode": 0,
                      "statusCode": 0
                    }
                }
                """));
  }

  private static String name(String way, String service) {
    return way.equals("push") ? service : way + "-" + service;
  }

  private static Schema envelope(Schema result) {
    return object(resultCodes(), required("result", result));
  }

  private static Member resultCodes() {
    return required(
        "resultCodes",
        object(
            required("returnCodeEnum", text("RET_SUCCESS or RET_FAILURE")),
            required("statusCodeEnum", text("Why, by name")),
            required("returnCode", number("0 for success", 0, 1)),
            required("statusCode", number("Why, by number", 0, 9_999))));
  }
}
