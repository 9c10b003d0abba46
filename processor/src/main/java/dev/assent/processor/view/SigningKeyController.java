package dev.assent.processor.view;

import dev.assent.processor.signing.SigningKeys;
import dev.assent.schemas.approval.avro.IssuerKeysRecord;
import dev.assent.schemas.avro.SigningKeyPage;
import dev.assent.schemas.serde.SingleObjectSerde;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;

/** Serves the tenants' public keys to the ingress; every instance has the store. */
@Controller(value = "/view/v1/signing-keys", produces = MediaType.APPLICATION_OCTET_STREAM)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SigningKeyController {
  private static final SingleObjectSerde<SigningKeyPage> PAGES =
      SingleObjectSerde.of(SigningKeyPage.class);

  private final SigningKeys keys;
  private final ViewToken token;

  SigningKeyController(SigningKeys keys, ViewToken token) {
    this.keys = keys;
    this.token = token;
  }

  @Get("/{tenant}")
  HttpResponse<byte[]> ofTenant(HttpRequest<?> request, String tenant) {
    return token.isPresentedBy(request)
        ? HttpResponse.ok(
            PAGES.encode(IssuerKeysRecord.write(keys.published(tenant, Instant.now()))))
        : HttpResponse.unauthorized();
  }
}
