package dev.assent.ingress.dialect.plumery;

import dev.assent.ingress.application.IngressUnderTest;
import dev.assent.ingress.dialect.Snapshots;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.OperationState;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.model.Reason;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;

/** Calls the connector as Plumery does; {@code vendor-apis.md} section 2 has the values. */
final class PlumeryCalls {
  static final String INIT = "/internal/v1/custom-auth:init-signature";
  static final String CONFIRM = "/internal/v1/custom-auth:confirm-signature";
  static final String LOGIN = "/internal/v1/custom-auth/login:initiate";
  static final String STATUS = "/internal/v1/custom-auth/login/status";

  static final String CORRELATION_ID = "0d3b1c9e-9c8e-4f6c-8f4e-4d2b8c1a7e55";
  static final String USERNAME = "john.snow";
  static final String REDIRECT = "https://bank.example/login?operation={operationId}";
  static final Instant DECIDED = Instant.parse("2026-01-02T03:04:09.050Z");

  /** The request of the documentation. */
  static final String SIGNATURE =
      """
      {"correlationId":"%s","signatureContextData":{"dataToSign":{"username":"john.snow",\
      "action":"LOGIN","nonce":"6e1d6fd5-6c70-4d55-a5a5-6a3f7a0d2f11"}},"additionalDetails":{}}\
      """
          .formatted(CORRELATION_ID);

  static final String CONFIRMATION =
      "{\"correlationId\":\"%s\",\"username\":\"john.snow\",\"additionalDetails\":{}}"
          .formatted(CORRELATION_ID);

  private PlumeryCalls() {}

  static HttpRequest.Builder post(IngressUnderTest ingress, String path, String body) {
    return ingress.post(path, body).header("X-Api-Key", IngressUnderTest.BACK_END);
  }

  static HttpRequest.Builder get(IngressUnderTest ingress, String path) {
    return ingress.request(path).header("X-Api-Key", IngressUnderTest.BACK_END).GET();
  }

  static HttpResponse<String> confirm(IngressUnderTest ingress) {
    return ingress.send(post(ingress, CONFIRM, CONFIRMATION));
  }

  /** A tenant with a login page. */
  static void setUpLogin(IngressUnderTest ingress) {
    Tenant tenant = Tenant.newBuilder(ingress.tenants().latest(IngressUnderTest.TENANT)).build();
    tenant.getPolicy().setLoginRedirectUrl(REDIRECT);
    ingress.tenants().write(tenant);
  }

  /** An operation that init-signature made. */
  static OperationSnapshot.Builder aSignature(OperationState state) {
    return Snapshots.anOperation(CORRELATION_ID)
        .setUserId(USERNAME)
        .setKind(OperationKind.SIGNING)
        .setChannel(Channel.DEVICE)
        .setDisplayData(Map.of("plumery.data-to-sign.v1", "{}"))
        .setState(state);
  }

  /** An operation that login:initiate made. */
  static OperationSnapshot.Builder aLogin(OperationState state) {
    return aSignature(state)
        .setKind(OperationKind.AUTHENTICATION)
        .setDisplayData(Map.of("plumery.init-auth-details.v1", "{}"));
  }

  /** The same with its end. */
  static OperationSnapshot ended(OperationSnapshot.Builder operation, Reason reason) {
    return operation.setReason(reason.name()).setDecidedAt(DECIDED).build();
  }
}
