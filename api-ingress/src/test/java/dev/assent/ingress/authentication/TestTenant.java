package dev.assent.ingress.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.ingress.application.IngressUnderTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** What an administrator does with the tenant of {@link IngressUnderTest}. */
final class TestTenant {
  private static final String PATH = "/api/v1/tenants/" + IngressUnderTest.TENANT;

  private TestTenant() {}

  /** Replaces how its callers identify themselves. */
  static void authenticate(IngressUnderTest ingress, String authentication) {
    HttpResponse<String> response = put(ingress, authentication, tag(ingress));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  static HttpResponse<String> put(IngressUnderTest ingress, String authentication, String tag) {
    return ingress.send(
        ingress
            .request(PATH + "/authentication")
            .header("X-Api-Key", IngressUnderTest.ADMINISTRATOR)
            .header("Content-Type", "application/json")
            .header("If-Match", tag)
            .PUT(BodyPublishers.ofString(authentication)));
  }

  static HttpResponse<String> read(IngressUnderTest ingress) {
    return ingress.send(
        ingress.request(PATH).header("X-Api-Key", IngressUnderTest.ADMINISTRATOR).GET());
  }

  static String tag(IngressUnderTest ingress) {
    return read(ingress).headers().firstValue("ETag").orElseThrow();
  }
}
