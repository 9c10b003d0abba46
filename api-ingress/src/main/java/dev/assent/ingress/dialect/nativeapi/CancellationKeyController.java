package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.service.Result;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.device.EncryptionKey;
import dev.assent.schemas.sealing.CancellationKeys;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The key that devices seal their cancellations to. */
@Controller("/api/v1/cancellation-key")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class CancellationKeyController {
  private final Exchange exchange;
  private final NativeDialect dialect;
  private final CancellationKeys keys;

  CancellationKeyController(Exchange exchange, NativeDialect dialect, CancellationKeys keys) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.keys = keys;
  }

  @Get(headRoute = false)
  CompletionStage<HttpResponse<byte[]>> read(HttpRequest<?> http) {
    return exchange.serve(
        new Call(dialect, "readCancellationKey", ApiKeyRole.FRONT_END, http),
        _ -> CompletableFuture.completedStage(new Result.Done<>(current())),
        key -> Json.answer(200, json -> NativeJson.write(json, key)));
  }

  private EncryptionKey current() {
    return keys.current()
        .orElseThrow(
            () ->
                new Rejected(
                    Failure.NOT_SET_UP,
                    "there is no such key: the setting vault.key.file is missing"));
  }
}
