package dev.assent.processor.view;

import dev.assent.processor.settings.ProcessorSettings;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.serde.RegistryUnavailableException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/** Reads a view wherever the user's part of it is: here, or at the instance that owns it. */
final class ViewReader {
  private static final Duration FORWARD_WITHIN = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final KafkaStreams streams;
  private final HostInfo self;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(FORWARD_WITHIN)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  ViewReader(KafkaStreams streams, ProcessorSettings settings) {
    this.streams = streams;
    this.self = new HostInfo(settings.advertisedHost(), settings.port());
  }

  /**
   * A reading of one user's part of a view.
   *
   * @param subject one operation or credential; empty: all of them
   * @param atLeast the user's sequence number that the view must have reached; 0 for any
   * @param forwarded whether another instance took us for the owner already
   */
  record Reading(UserKey user, Optional<String> subject, long atLeast, boolean forwarded) {}

  /** What a reading gave; the owner may be on the move. */
  sealed interface Found {
    /** A page, encoded. */
    @SuppressWarnings("ArrayRecordComponent") // carried once, never compared
    record Page(byte[] bytes) implements Found {}

    /** Nobody can answer now. */
    record Unavailable() implements Found {}
  }

  <T extends SpecificRecord> CompletableFuture<Found> read(
      View<T> view,
      Reading reading,
      URI target,
      String authorization,
      Function<List<T>, byte[]> page) {
    try {
      return switch (Owner.of(streams, self, view.store(), reading.user())) {
        case Owner.Here(int partition) ->
            view.read(streams, partition, reading.user(), reading.subject(), reading.atLeast())
                .<Found>thenApply(found -> new Found.Page(page.apply(found)))
                .exceptionally(_ -> new Found.Unavailable());
        case Owner.There(HostInfo host) when !reading.forwarded() ->
            forward(host, target, authorization);
        case Owner.There _, Owner.Nobody _ ->
            CompletableFuture.completedFuture(new Found.Unavailable());
      };
    } catch (InvalidStateStoreException | RegistryUnavailableException _) {
      // the store is being restored or moves, or its records cannot be read for now
      return CompletableFuture.completedFuture(new Found.Unavailable());
    }
  }

  private CompletableFuture<Found> forward(HostInfo host, URI target, String authorization) {
    URI uri = URI.create("http://" + host.host() + ":" + host.port() + target);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", authorization)
            .header(ViewController.FORWARDED, "true")
            .timeout(FORWARD_WITHIN)
            .build();
    return client
        .sendAsync(request, BodyHandlers.ofByteArray())
        .<Found>thenApply(ViewReader::found)
        .exceptionally(_ -> new Found.Unavailable());
  }

  private static Found found(HttpResponse<byte[]> response) {
    return response.statusCode() == OK ? new Found.Page(response.body()) : new Found.Unavailable();
  }
}
