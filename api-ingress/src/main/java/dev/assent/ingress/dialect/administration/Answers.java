package dev.assent.ingress.dialect.administration;

import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.Problem;
import dev.assent.ingress.tenant.FreshKey;
import dev.assent.ingress.tenant.FreshWebhookSecret;
import dev.assent.ingress.tenant.KnownTenant;
import dev.assent.ingress.tenant.TenantAdministration.Outcome;
import dev.assent.ingress.tenant.WebhookChanges;
import dev.assent.schemas.avro.WebhookSubscription;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import java.util.Optional;

/** Words what came of administration. Nothing of it may be kept by anybody in between. */
final class Answers {
  private static final String NO_STORE = "no-store";

  private Answers() {}

  static MutableHttpResponse<byte[]> of(Outcome outcome, HttpRequest<?> request) {
    return switch (outcome) {
      case Outcome.Done(KnownTenant tenant, boolean created) -> tenant(created ? 201 : 200, tenant);
      case Outcome.Missing _ ->
          problem(404, "TENANT_OR_KEY_UNKNOWN", "There is no such tenant or key", request);
      case Outcome.PreconditionNeeded _ ->
          problem(
              428,
              "PRECONDITION_REQUIRED",
              "If-Match must have the ETag of the state that is to be replaced",
              request);
      case Outcome.PreconditionFailed _ ->
          problem(412, "PRECONDITION_FAILED", "The tenant is in another state", request);
      case Outcome.Conflicting(String why) ->
          Problem.of(409, "CONFLICT", "The change does not fit the tenant's state", why, request);
      case Outcome.Overtook _ ->
          problem(
              409,
              "OVERTOOK_ANOTHER_CHANGE",
              "This change is in force, but another administrator changed the tenant at the same"
                  + " time and that change is lost; read the tenant and mend it",
              request);
      case Outcome.Uncertain _ ->
          problem(
              503,
              Failure.UNAVAILABLE.name(),
              "Whether the change is written is not known; read the tenant before trying again",
              request);
    };
  }

  static MutableHttpResponse<byte[]> tenant(int status, KnownTenant tenant) {
    return Json.answer(status, json -> TenantJson.write(json, tenant.record()))
        .header(HttpHeaders.ETAG, tenant.entityTag())
        .header(HttpHeaders.CACHE_CONTROL, NO_STORE);
  }

  /** The only answer that has a key's text. */
  static MutableHttpResponse<byte[]> key(KnownTenant tenant, FreshKey key) {
    return Json.answer(201, json -> KeyJson.write(json, tenant.record(), key))
        .header(HttpHeaders.ETAG, tenant.entityTag())
        .header(HttpHeaders.CACHE_CONTROL, NO_STORE);
  }

  static MutableHttpResponse<byte[]> webhooks(KnownTenant tenant) {
    return Json.answer(
            200,
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("webhooks");
              for (WebhookSubscription webhook : tenant.record().getWebhooks()) {
                WebhookJson.write(json, webhook, Optional.empty());
              }
              json.writeEndArray();
              json.writeEndObject();
            })
        .header(HttpHeaders.ETAG, tenant.entityTag())
        .header(HttpHeaders.CACHE_CONTROL, NO_STORE);
  }

  /** With the text of a secret that was just made: the only answer that has it. */
  static MutableHttpResponse<byte[]> webhook(
      int status,
      Outcome outcome,
      String webhookId,
      Optional<FreshWebhookSecret> fresh,
      HttpRequest<?> request) {
    if (!(outcome instanceof Outcome.Done(KnownTenant tenant, boolean _))) {
      return ofWebhook(outcome, request);
    }
    WebhookSubscription webhook = WebhookChanges.find(tenant.record(), webhookId).orElseThrow();
    return Json.answer(status, json -> WebhookJson.write(json, webhook, fresh))
        .header(HttpHeaders.ETAG, tenant.entityTag())
        .header(HttpHeaders.CACHE_CONTROL, NO_STORE);
  }

  /** What came of the administration of webhooks. */
  static MutableHttpResponse<byte[]> ofWebhook(Outcome outcome, HttpRequest<?> request) {
    return outcome instanceof Outcome.Missing
        ? problem(404, "TENANT_OR_WEBHOOK_UNKNOWN", "There is no such tenant or webhook", request)
        : of(outcome, request);
  }

  private static MutableHttpResponse<byte[]> problem(
      int status, String reason, String title, HttpRequest<?> request) {
    return Problem.of(status, reason, title, title, request);
  }
}
