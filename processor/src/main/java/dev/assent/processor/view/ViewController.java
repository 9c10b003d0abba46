package dev.assent.processor.view;

import dev.assent.processor.application.StreamLifecycle;
import dev.assent.processor.settings.ProcessorSettings;
import dev.assent.processor.view.ViewReader.As;
import dev.assent.processor.view.ViewReader.Found;
import dev.assent.processor.view.ViewReader.Origin;
import dev.assent.processor.view.ViewReader.Reading;
import dev.assent.schemas.avro.CredentialPage;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.OperationPage;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.SingleObjectSerde;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * Serves the views to the ingress. Not for anybody else: a view shows challenge keys, so that the
 * caller must hold the token.
 */
@Controller(value = "/view/v1", produces = MediaType.APPLICATION_OCTET_STREAM)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ViewController {
  /** On an answer that somebody else than the owner gave while the owner moves. */
  static final String STALE = "Assent-Stale";

  private static final SingleObjectSerde<OperationPage> OPERATIONS =
      SingleObjectSerde.of(OperationPage.class);
  private static final SingleObjectSerde<CredentialPage> CREDENTIALS =
      SingleObjectSerde.of(CredentialPage.class);

  private final StreamLifecycle lifecycle;
  private final ViewReader reader;
  private final ViewToken token;

  ViewController(StreamLifecycle lifecycle, ProcessorSettings settings, ViewToken token) {
    this.lifecycle = lifecycle;
    this.reader = new ViewReader(lifecycle.streams(), settings);
    this.token = token;
  }

  @Get("/operations/{tenant}/{userId}")
  CompletableFuture<HttpResponse<byte[]>> operations(
      HttpRequest<?> request,
      String tenant,
      String userId,
      @QueryValue(defaultValue = "false") boolean open,
      @QueryValue(defaultValue = "0") long atLeast) {
    return serve(
        request,
        lifecycle.operations(),
        reading(request, new UserKey(tenant, userId), Optional.empty(), atLeast),
        found -> operationPage(found, open));
  }

  @Get("/operations/{tenant}/{userId}/{operationId}")
  CompletableFuture<HttpResponse<byte[]>> operation(
      HttpRequest<?> request,
      String tenant,
      String userId,
      String operationId,
      @QueryValue(defaultValue = "0") long atLeast) {
    return serve(
        request,
        lifecycle.operations(),
        reading(request, new UserKey(tenant, userId), Optional.of(operationId), atLeast),
        found -> operationPage(found, false));
  }

  @Get("/credentials/{tenant}/{userId}")
  CompletableFuture<HttpResponse<byte[]>> credentials(
      HttpRequest<?> request,
      String tenant,
      String userId,
      @QueryValue(defaultValue = "0") long atLeast) {
    return serve(
        request,
        lifecycle.credentials(),
        reading(request, new UserKey(tenant, userId), Optional.empty(), atLeast),
        ViewController::credentialPage);
  }

  @Error(exception = IllegalArgumentException.class)
  HttpResponse<byte[]> malformed() {
    return HttpResponse.badRequest();
  }

  private <T extends SpecificRecord> CompletableFuture<HttpResponse<byte[]>> serve(
      HttpRequest<?> request, View<T> view, Reading reading, Function<List<T>, byte[]> page) {
    if (!token.isPresentedBy(request)) {
      return CompletableFuture.completedFuture(HttpResponse.unauthorized());
    }
    return reader
        .read(view, reading, new Origin(request.getUri(), ViewToken.presented(request)), page)
        .thenApply(
            found ->
                switch (found) {
                  case Found.Page(byte[] bytes, boolean stale) ->
                      stale ? HttpResponse.ok(bytes).header(STALE, "true") : HttpResponse.ok(bytes);
                  case Found.Unavailable _ ->
                      HttpResponse.<byte[]>status(HttpStatus.SERVICE_UNAVAILABLE)
                          .header("Retry-After", "1");
                });
  }

  private static Reading reading(
      HttpRequest<?> request, UserKey user, Optional<String> subject, long atLeast) {
    As as = As.of(request.getHeaders().get(As.HEADER, String.class));
    return new Reading(user, subject, atLeast, as);
  }

  private static byte[] operationPage(List<OperationSnapshot> found, boolean openOnly) {
    List<OperationSnapshot> shown =
        found.stream()
            .filter(operation -> !openOnly || operation.getDecidedAt() == null)
            .sorted(Comparator.comparing(OperationSnapshot::getCreatedAt))
            .toList();
    return OPERATIONS.encode(new OperationPage(shown));
  }

  private static byte[] credentialPage(List<CredentialSnapshot> found) {
    List<CredentialSnapshot> shown =
        found.stream().sorted(Comparator.comparing(CredentialSnapshot::getSerialNumber)).toList();
    return CREDENTIALS.encode(new CredentialPage(shown));
  }
}
