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
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Reads a view wherever the user's part of it is: here, at the instance that owns it, or while the
 * owner moves at one that has a copy. What a copy says is marked stale.
 */
final class ViewReader {
  private static final Duration CONNECT_WITHIN = Duration.ofMillis(500);

  /** Longer than the owner lets a reader wait for what it has just written. */
  private static final Duration FORWARD_WITHIN =
      Duration.ofMillis(View.PATIENCE_MILLIS).plusSeconds(1);

  private static final int OK = 200;

  private final KafkaStreams streams;
  private final Copies copies;
  private final HostInfo self;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WITHIN)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  ViewReader(KafkaStreams streams, ProcessorSettings settings) {
    this.streams = streams;
    this.copies = new Copies(streams);
    this.self = new HostInfo(settings.advertisedHost(), settings.port());
  }

  /** What an instance is asked as. */
  enum As {
    /** By a reader: find whoever can answer. */
    ANYBODY,
    /** By an instance that takes this one for the owner. */
    OWNER,
    /** By an instance whose owner does not answer. */
    COPY;

    /** Goes with a reading that is passed on, so that it is passed on once only. */
    static final String HEADER = "Assent-Forwarded";

    static As of(Optional<String> header) {
      return header.map(value -> value.equals(COPY.name()) ? COPY : OWNER).orElse(ANYBODY);
    }
  }

  /**
   * A reading of one user's part of a view.
   *
   * @param subject one operation or credential; empty: all of them
   * @param atLeast the user's sequence number that the view must have reached; 0 for any
   * @param as what this instance is asked as
   */
  record Reading(UserKey user, Optional<String> subject, long atLeast, As as) {}

  /**
   * Where a reading came from, to be passed on.
   *
   * @param target path and query
   * @param authorization the header
   */
  record Origin(URI target, String authorization) {}

  /** What a reading gave; the owner may be on the move. */
  sealed interface Found {
    /** A page, encoded; stale where somebody else than the owner said it. */
    @SuppressWarnings("ArrayRecordComponent") // carried once, never compared
    record Page(byte[] bytes, boolean stale) implements Found {}

    /** Nobody can answer now. */
    record Unavailable() implements Found {}
  }

  <T extends SpecificRecord> CompletableFuture<Found> read(
      View<T> view, Reading reading, Origin origin, Function<List<T>, byte[]> page) {
    Optional<Holders> known;
    try {
      known = Holders.of(streams, view.store(), reading.user());
    } catch (StreamsException | IllegalStateException _) {
      // the stream does not run yet, or not any more
      return unavailable();
    }
    if (known.isEmpty()) {
      return unavailable();
    }
    Holders holders = known.get();
    if (holders.owner().equals(self)) {
      return here(view, reading, holders, page);
    }
    return switch (reading.as()) {
      case OWNER -> unavailable();
      case COPY -> copy(view, reading, holders, page);
      case ANYBODY ->
          forward(holders.owner(), As.OWNER, origin)
              .thenComposeAsync(
                  found ->
                      found instanceof Found.Unavailable
                          ? copy(view, reading, holders, page)
                              .thenCompose(own -> fromStandbys(own, holders, origin))
                          : CompletableFuture.completedFuture(found),
                  Thread::startVirtualThread);
    };
  }

  /** Of its own part an owner has at the least a copy while its stores move or are restored. */
  private <T extends SpecificRecord> CompletableFuture<Found> here(
      View<T> view, Reading reading, Holders holders, Function<List<T>, byte[]> page) {
    try {
      return view.read(
              streams, holders.partition(), reading.user(), reading.subject(), reading.atLeast())
          .<Found>thenApply(found -> new Found.Page(page.apply(found), false))
          .exceptionally(_ -> new Found.Unavailable());
    } catch (InvalidStateStoreException _) {
      return copy(view, reading, holders, page);
    } catch (RegistryUnavailableException _) {
      return unavailable();
    }
  }

  private <T extends SpecificRecord> CompletableFuture<Found> copy(
      View<T> view, Reading reading, Holders holders, Function<List<T>, byte[]> page) {
    try {
      return copies.has(view.store(), holders.partition())
          ? CompletableFuture.completedFuture(
              new Found.Page(
                  page.apply(
                      view.copy(streams, holders.partition(), reading.user(), reading.subject())),
                  true))
          : unavailable();
    } catch (StreamsException | RegistryUnavailableException _) {
      return unavailable();
    }
  }

  private CompletableFuture<Found> fromStandbys(Found own, Holders holders, Origin origin) {
    CompletableFuture<Found> found = CompletableFuture.completedFuture(own);
    for (HostInfo standby : holders.standbys()) {
      if (!standby.equals(self)) {
        found =
            found.thenCompose(
                before ->
                    before instanceof Found.Unavailable
                        ? forward(standby, As.COPY, origin)
                        : CompletableFuture.completedFuture(before));
      }
    }
    return found;
  }

  private CompletableFuture<Found> forward(HostInfo host, As as, Origin origin) {
    if (host.port() < 0) {
      // how Streams names nobody
      return unavailable();
    }
    URI uri = URI.create("http://" + host.host() + ":" + host.port() + origin.target());
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", origin.authorization())
            .header(As.HEADER, as.name())
            .timeout(FORWARD_WITHIN)
            .build();
    return client
        .sendAsync(request, BodyHandlers.ofByteArray())
        .<Found>thenApply(ViewReader::found)
        .exceptionally(_ -> new Found.Unavailable());
  }

  private static Found found(HttpResponse<byte[]> response) {
    return response.statusCode() == OK
        ? new Found.Page(
            response.body(), response.headers().firstValue(ViewController.STALE).isPresent())
        : new Found.Unavailable();
  }

  private static CompletableFuture<Found> unavailable() {
    return CompletableFuture.completedFuture(new Found.Unavailable());
  }
}
