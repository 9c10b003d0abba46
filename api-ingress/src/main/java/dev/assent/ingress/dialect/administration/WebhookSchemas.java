package dev.assent.ingress.dialect.administration;

import static dev.assent.ingress.openapi.Schema.flag;
import static dev.assent.ingress.openapi.Schema.list;
import static dev.assent.ingress.openapi.Schema.object;
import static dev.assent.ingress.openapi.Schema.optional;
import static dev.assent.ingress.openapi.Schema.required;
import static dev.assent.ingress.openapi.Schema.text;
import static dev.assent.ingress.openapi.Schema.time;
import static io.micronaut.http.HttpMethod.DELETE;
import static io.micronaut.http.HttpMethod.GET;
import static io.micronaut.http.HttpMethod.POST;

import dev.assent.ingress.openapi.Endpoint;
import dev.assent.ingress.openapi.Schema;
import dev.assent.ingress.openapi.Schema.Member;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What the administration of webhooks says of itself. */
final class WebhookSchemas {
  private static final Schema WEBHOOK_ID = text("The webhook's id").matching("[A-Za-z0-9_-]{1,64}");
  private static final Member[] WEBHOOK = {
    required("webhookId", WEBHOOK_ID),
    required("url", text("Where results are posted").atMost(2_048)),
    required("createdAt", time("When it was made; earlier results are not posted")),
    required("paused", flag("Whether deliveries wait")),
    optional("redriveRequestedAt", time("Up to when what was given up is delivered again")),
    required(
        "secrets",
        list(
            "Secrets without their text",
            object(
                required("secretId", text("The secret's id")),
                required("createdAt", time("When it was made")),
                optional("expiresAt", time("When it ends to be signed with")))))
  };

  private WebhookSchemas() {}

  /**
   * The endpoints.
   *
   * @param tenantPath of a tenant
   * @param tenant the tenant's id in it
   * @param changes adds what all changes of a tenant have, the tenant's id included
   */
  static List<Endpoint> endpoints(
      String tenantPath, Schema tenant, UnaryOperator<Endpoint> changes) {
    String all = tenantPath + "/webhooks";
    String one = all + "/{webhookId}";
    return List.of(
        Endpoint.of(GET, "listWebhooks", all, "List a tenant's webhooks")
            .path("tenant", tenant)
            .answers(
                200,
                "All webhooks of the tenant, with its ETag",
                object(required("webhooks", list("Webhooks", object(WEBHOOK))))),
        changes
            .apply(Endpoint.of(POST, "addWebhook", all, "Have results posted to a URL"))
            .takes(
                object(
                    WebhookController.MEMBERS, required("url", text("An https URL").atMost(2_048))))
            .takesLike("bank", "{\"url\": \"https://bank.example/assent\"}")
            .answers(201, "Made; no other answer tells the secret", withSecret()),
        changes
            .apply(
                Endpoint.of(
                    POST,
                    "rotateWebhookSecret",
                    one + "/rotate",
                    "Sign with a new secret, and with the former one for a while"))
            .path("webhookId", WEBHOOK_ID)
            .takes(
                object(
                    WebhookController.ROTATION_MEMBERS,
                    optional(
                        "formerExpireAt",
                        time("When the former ends; in a day unless given, in 7 at the most"))))
            .takesLike("in a day", "{}")
            .answers(200, "Made; no other answer tells the secret", withSecret()),
        answersWebhook(changes, "pauseWebhook", one + "/pause", "Let deliveries wait"),
        answersWebhook(changes, "resumeWebhook", one + "/resume", "Let deliveries go on"),
        answersWebhook(
            changes, "redriveWebhook", one + "/redrive", "Deliver again what was given up so far"),
        changes
            .apply(Endpoint.of(DELETE, "removeWebhook", one, "Remove a webhook"))
            .path("webhookId", WEBHOOK_ID)
            .answers(204, "Removed, with all that waits to be delivered"));
  }

  private static Endpoint answersWebhook(
      UnaryOperator<Endpoint> changes, String operation, String path, String summary) {
    return changes
        .apply(Endpoint.of(POST, operation, path, summary))
        .path("webhookId", WEBHOOK_ID)
        .answers(200, "The webhook, with the tenant's ETag", object(WEBHOOK));
  }

  private static Schema withSecret() {
    return object(
        Stream.concat(
                Stream.of(WEBHOOK),
                Stream.of(required("secret", text("The secret: whsec_ and Base64"))))
            .toArray(Member[]::new));
  }
}
