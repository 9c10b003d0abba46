package dev.assent.ingress.dialect.administration;

import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.service.Request;
import dev.assent.ingress.service.Result;
import dev.assent.ingress.service.WebhookSecrets;
import dev.assent.ingress.tenant.FreshWebhookSecret;
import dev.assent.ingress.tenant.TenantAdministration;
import dev.assent.ingress.tenant.TenantAdministration.Outcome;
import dev.assent.ingress.tenant.TenantChange;
import dev.assent.ingress.tenant.WebhookChanges;
import dev.assent.schemas.avro.WebhookSecret;
import dev.assent.schemas.avro.WebhookSubscription;
import dev.assent.schemas.vault.WebhookVault;
import dev.assent.schemas.webhook.WebhookUrl;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Where tenants' results are posted. A secret's text is in one answer only, that of its making. */
@Controller("/api/v1/tenants/{tenant:[^/]+}/webhooks")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class WebhookController {
  static final Set<String> MEMBERS = Set.of("url");
  static final Set<String> ROTATION_MEMBERS = Set.of("formerExpireAt");

  /** How long the former secret is signed with unless the request says otherwise. */
  static final Duration OVERLAP = Duration.ofDays(1);

  private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

  private final Exchange exchange;
  private final AdministrationDialect dialect;
  private final TenantAdministration administration;
  private final WebhookSecrets secrets;

  private record Made(Outcome outcome, String webhookId, Optional<FreshWebhookSecret> fresh) {}

  WebhookController(
      Exchange exchange,
      AdministrationDialect dialect,
      TenantAdministration administration,
      WebhookSecrets secrets) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.administration = administration;
    this.secrets = secrets;
  }

  @Get(headRoute = false)
  CompletionStage<HttpResponse<byte[]>> list(HttpRequest<?> http) {
    return exchange.serve(
        dialect.call("listWebhooks", http),
        _ ->
            CompletableFuture.completedStage(
                new Result.Done<>(administration.find(AdministrationPath.tenant(http)))),
        tenant ->
            tenant
                .map(Answers::webhooks)
                .orElseGet(() -> Answers.ofWebhook(new Outcome.Missing(), http)));
  }

  @Post
  CompletionStage<HttpResponse<byte[]>> add(HttpRequest<?> http) {
    return exchange.serveWithBody(
        dialect.call("addWebhook", http),
        (request, body) -> {
          JsonObject fields = JsonObject.read(http, body, MEMBERS);
          String tenant = AdministrationPath.tenant(http);
          String webhookId = FreshWebhookSecret.identifier("webhook-");
          String url =
              WebhookUrl.find(fields.text("url"), secrets.loopback())
                  .map(found -> found.uri().toString())
                  .orElseThrow(() -> Rejected.badRequest("url must be " + WebhookUrl.RULE));
          Instant now = request.receivedAt().truncatedTo(ChronoUnit.MILLIS);
          FreshWebhookSecret fresh = FreshWebhookSecret.generate();
          WebhookSubscription subscription =
              WebhookSubscription.newBuilder()
                  .setWebhookId(webhookId)
                  .setUrl(url)
                  .setCreatedAt(now)
                  .setSecrets(List.of(fresh.kept(vault(), tenant, webhookId, now)))
                  .build();
          return change(http, request, WebhookChanges.add(subscription))
              .thenApply(
                  outcome -> new Result.Done<>(new Made(outcome, webhookId, Optional.of(fresh))));
        },
        made -> Answers.webhook(201, made.outcome(), made.webhookId(), made.fresh(), http));
  }

  @Post("/{webhookId:[^/]+}/rotate")
  CompletionStage<HttpResponse<byte[]>> rotate(HttpRequest<?> http) {
    return exchange.serveWithBody(
        dialect.call("rotateWebhookSecret", http),
        (request, body) -> {
          JsonObject fields = JsonObject.read(http, body, ROTATION_MEMBERS);
          String webhookId = AdministrationPath.webhookId(http);
          Instant now = request.receivedAt().truncatedTo(ChronoUnit.MILLIS);
          Instant formerExpireAt =
              fields.optionalTime("formerExpireAt").orElseGet(() -> now.plus(OVERLAP));
          if (formerExpireAt.isAfter(now.plus(LONGEST_OVERLAP))) {
            throw Rejected.badRequest("formerExpireAt must be within 7 days");
          }
          FreshWebhookSecret fresh = FreshWebhookSecret.generate();
          WebhookSecret kept = fresh.kept(vault(), AdministrationPath.tenant(http), webhookId, now);
          return change(http, request, WebhookChanges.rotate(webhookId, kept, now, formerExpireAt))
              .thenApply(
                  outcome -> new Result.Done<>(new Made(outcome, webhookId, Optional.of(fresh))));
        },
        made -> Answers.webhook(200, made.outcome(), made.webhookId(), made.fresh(), http));
  }

  @Post("/{webhookId:[^/]+}/pause")
  CompletionStage<HttpResponse<byte[]>> pause(HttpRequest<?> http) {
    return changed(
        "pauseWebhook", http, _ -> WebhookChanges.pause(AdministrationPath.webhookId(http), true));
  }

  @Post("/{webhookId:[^/]+}/resume")
  CompletionStage<HttpResponse<byte[]>> resume(HttpRequest<?> http) {
    return changed(
        "resumeWebhook",
        http,
        _ -> WebhookChanges.pause(AdministrationPath.webhookId(http), false));
  }

  @Post("/{webhookId:[^/]+}/redrive")
  CompletionStage<HttpResponse<byte[]>> redrive(HttpRequest<?> http) {
    return changed(
        "redriveWebhook",
        http,
        request ->
            WebhookChanges.redrive(
                AdministrationPath.webhookId(http),
                request.receivedAt().truncatedTo(ChronoUnit.MILLIS)));
  }

  @Delete("/{webhookId:[^/]+}")
  CompletionStage<HttpResponse<byte[]>> remove(HttpRequest<?> http) {
    return exchange.serve(
        dialect.call("removeWebhook", http),
        request ->
            change(http, request, WebhookChanges.remove(AdministrationPath.webhookId(http)))
                .thenApply(Result.Done::new),
        outcome ->
            outcome instanceof Outcome.Done
                ? HttpResponse.noContent()
                : Answers.ofWebhook(outcome, http));
  }

  private CompletionStage<HttpResponse<byte[]>> changed(
      String operation, HttpRequest<?> http, Function<Request, TenantChange> change) {
    return exchange.serve(
        dialect.call(operation, http),
        request ->
            change(http, request, change.apply(request))
                .thenApply(
                    outcome ->
                        new Result.Done<>(
                            new Made(
                                outcome, AdministrationPath.webhookId(http), Optional.empty()))),
        made -> Answers.webhook(200, made.outcome(), made.webhookId(), made.fresh(), http));
  }

  private CompletionStage<Outcome> change(
      HttpRequest<?> http, Request request, TenantChange change) {
    return administration.change(
        request.caller(), AdministrationPath.tenant(http), Preconditions.of(http), change);
  }

  private WebhookVault vault() {
    return secrets
        .vault()
        .orElseThrow(
            () -> new Rejected(Failure.NOT_SET_UP, "This installation keeps no webhooks' secrets"));
  }
}
