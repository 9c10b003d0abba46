package dev.assent.verification;

import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.standalone.device.SimulatedDevice;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * A request that is wrong in itself.
 *
 * @param name what is wrong
 * @param body one byte for each character
 * @param status of HTTP that it is to be answered with
 */
record BadRequest(
    String name, String method, String path, String body, String contentType, int status) {
  static final int LARGEST_BODY = 64 * 1_024;

  private static final String CREATE = "/v2/users/0123456789ABCDEF/operations";
  private static final String REGISTER = "/api/v1/users/0123456789ABCDEF/devices";

  @Override
  public String toString() {
    return method + " " + path + ": " + name;
  }

  static Stream<BadRequest> inEveryDialect() {
    String nested = "[".repeat(2_000) + "]".repeat(2_000);
    String tooLarge =
        "{\"operationId\":\"a\",\"operationPayload\":\"" + "x".repeat(LARGEST_BODY) + "\"}";
    return Stream.of(CREATE, Api.RETRIEVE, Api.AUTHENTICATE, REGISTER)
        .flatMap(
            path ->
                Stream.of(
                    post("nothing", path, "", 400),
                    post("malformed JSON", path, "{\"operationId\":", 400),
                    post("two values", path, "{} {}", 400),
                    post("not an object", path, "[1,2,3]", 400),
                    post("deep nesting", path, nested, 400),
                    post("nothing that is required", path, "{}", 400),
                    post(
                        "a member twice",
                        path,
                        "{\"operationId\":\"a\",\"operationId\":\"b\"}",
                        400),
                    new BadRequest(
                        "not UTF-8", "POST", path, "{\"\u00FF\"}", "application/json", 400),
                    new BadRequest(
                        "not JSON", "POST", path, "a=b", "application/x-www-form-urlencoded", 415),
                    post("more than 64 KiB", path, tooLarge, 413)));
  }

  static Stream<BadRequest> inOneDialect() {
    String device =
        SimulatedDevice.create("VDS1-1", SignatureAlgorithm.ES256, KeyEncapsulation.P256)
            .registration()
            .toString();
    String proof =
        "{\"userID\":\"0A\",\"challengeKey\":\"" + "A".repeat(27) + "\",\"signature\":\"%s\"}";
    return Stream.of(
        post("a number for a text", CREATE, "{\"operationId\":1}", 400),
        post("null for a text", CREATE, "{\"operationId\":null}", 400),
        post("an unknown member", CREATE, "{\"operationId\":\"a\",\"authType\":\"pin\"}", 400),
        post("an empty id", CREATE, "{\"operationId\":\"\"}", 400),
        post("a long id", CREATE, "{\"operationId\":\"" + "a".repeat(129) + "\"}", 400),
        post(
            "half a surrogate pair",
            CREATE,
            "{\"operationId\":\"a\",\"operationPayload\":\"\\ud800\"}",
            400),
        post(
            "a small letter",
            "/v2/users/0123456789abcdef/operations",
            "{\"operationId\":\"a\"}",
            400),
        post("not hexadecimal", "/v2/users/John/operations", "{\"operationId\":\"a\"}", 400),
        post("a control character", "/v2/users/%00/operations", "{\"operationId\":\"a\"}", 400),
        new BadRequest("a small letter", "GET", "/v2/users/ab/operations/pending", "", "", 400),
        new BadRequest("unknown", "GET", "/v2/operations/never-heard-of", "", "", 404),
        new BadRequest("unknown", "GET", "/v2/nothing/here", "", "", 404),
        new BadRequest("wrong method", "PUT", CREATE, "", "", 405),
        post(
            "a serial number of another form",
            Api.RETRIEVE,
            "{\"serialNumber\":\"x\",\"challengeKey\":\"" + "A".repeat(27) + "\"}",
            400),
        post(
            "an unknown member",
            Api.RETRIEVE,
            "{\"serialNumber\":\"VDS1-1\",\"challengeKey\":\"" + "A".repeat(27) + "\",\"x\":1}",
            400),
        post("an empty signature", Api.AUTHENTICATE, proof.formatted(""), 400),
        post("a long signature", Api.AUTHENTICATE, proof.formatted("a".repeat(1_025)), 400),
        post("not hexadecimal", Api.AUTHENTICATE, proof.formatted("z".repeat(128)), 400),
        post("base64", Api.AUTHENTICATE, proof.formatted("A".repeat(86) + "=="), 400),
        post("an unknown member", REGISTER, device.replaceFirst("\\{", "{\"extra\":1,"), 400),
        post(
            "a private key", REGISTER, device.replaceFirst("\"crv\"", "\"d\":\"AA\",\"crv\""), 400),
        post("an unknown curve", REGISTER, device.replace("P-256", "P-521"), 400),
        post("a serial number of another form", REGISTER, device.replace("VDS1-1", "VDS 1"), 400),
        post("unknown", "/api/v1/operations/never-heard-of/cancel", "", 404),
        new BadRequest("unknown", "DELETE", REGISTER + "/VDS1-1", "", "", 404),
        new BadRequest("unknown", "GET", "/nowhere", "", "", 404),
        new BadRequest("wrong method", "DELETE", "/api/v1/operations/a", "", "", 405),
        new BadRequest("wrong method", "GET", Api.RETRIEVE, "", "", 405));
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static BadRequest post(String name, String path, String body, int status) {
    return new BadRequest(name, "POST", path, body, "application/json", status);
  }
}
