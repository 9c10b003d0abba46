package dev.assent.ingress.application;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATOR;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.application.IngressUnderTest.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Someone who speaks a dialect: a request with a body in it, and the form of its failures. */
enum Speaker {
  KEYLESS("/v2/users/A1B2/operations", "X-Api-Key", BACK_END) {
    @Override
    void requireForm(int status, String failure, JsonNode body) {
      assertThat(body.path("code").asText()).isEqualTo(failure);
    }
  },
  NATIVE("/api/v1/users/A1B2/operations", "X-Api-Key", BACK_END) {
    @Override
    void requireForm(int status, String failure, JsonNode body) {
      assertThat(body.path("status").asInt()).isEqualTo(status);
      assertThat(body.path("reason").asText()).isEqualTo(failure);
    }
  },
  ONESPAN(
      "/rest/v2/authentication/push/authUser",
      "Authorization",
      IngressUnderTest.basic(TENANT, FRONT_END)) {
    @Override
    void requireForm(int status, String failure, JsonNode body) {
      assertThat(body.path("resultCodes").path("returnCodeEnum").asText()).isEqualTo("RET_FAILURE");
      assertThat(body.path("resultCodes").path("statusCodeEnum").asText())
          .isEqualTo(
              switch (failure) {
                case "TOO_MANY" -> "STAT_TOO_MANY";
                case "UNAUTHENTICATED" -> "STAT_UNAUTHORIZED";
                default -> "STAT_TOO_LARGE";
              });
    }
  },
  ADMINISTRATION("/api/v1/tenants/demo/api-keys", "X-Api-Key", ADMINISTRATOR) {
    @Override
    void requireForm(int status, String failure, JsonNode body) {
      NATIVE.requireForm(status, failure, body);
    }
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String path;
  private final String header;
  private final String credentials;

  Speaker(String path, String header, String credentials) {
    this.path = path;
    this.header = header;
    this.credentials = credentials;
  }

  abstract void requireForm(int status, String failure, JsonNode body);

  String path() {
    return path;
  }

  String header() {
    return header;
  }

  String credentials() {
    return credentials;
  }

  /** Checks that the body has the dialect's form of the failure. */
  void requireForm(int status, String failure, String body) {
    try {
      requireForm(status, failure, JSON.readTree(body));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + body, e);
    }
  }
}
