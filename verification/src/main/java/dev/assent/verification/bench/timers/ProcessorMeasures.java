package dev.assent.verification.bench.timers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What the processor's metrics say at one moment.
 *
 * @param lines of the Prometheus text format
 */
record ProcessorMeasures(List<String> lines) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  static ProcessorMeasures now(URI processor) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(processor.resolve("/prometheus")).build();
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("no metrics: status " + response.statusCode());
    }
    return new ProcessorMeasures(response.body().lines().toList());
  }

  /** The sum over all series of the name whose labels hold the text. */
  double sum(String name, String label) {
    return values(name, label).sum();
  }

  /** The highest of all series of the name whose labels hold the text; 0 where there is none. */
  double highest(String name, String label) {
    return values(name, label).max().orElse(0);
  }

  private DoubleStream values(String name, String label) {
    return lines.stream()
        .filter(line -> line.startsWith(name) && "{ ".indexOf(line.charAt(name.length())) >= 0)
        .filter(line -> line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .filter(Double::isFinite);
  }
}
