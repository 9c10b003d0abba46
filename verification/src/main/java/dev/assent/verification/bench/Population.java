package dev.assent.verification.bench;

import dev.assent.schemas.device.KeyEncapsulation;
import dev.assent.schemas.device.SignatureAlgorithm;
import dev.assent.standalone.device.SimulatedDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Users with a registered device each. */
public record Population(List<Holder> holders) {
  private static final int CREATED = 201;
  private static final int UNAVAILABLE = 503;
  private static final int AT_ONCE = 32;

  /** A system that has just started is slow to answer. */
  private static final int TRIES = 10;

  /** A user and the device. */
  public record Holder(String userId, SimulatedDevice device) {}

  /**
   * Registers them over HTTP.
   *
   * @param apiKeyHeader one header line, without its end
   * @throws IOException where one is not registered
   */
  public static Population register(
      ConnectionPool ingress, String apiKeyHeader, int users, KeyEncapsulation encapsulation)
      throws InterruptedException, IOException {
    Semaphore turns = new Semaphore(AT_ONCE);
    List<Future<Holder>> registrations = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < users; number++) {
        String userId = userId(number);
        registrations.add(
            executor.submit(
                () -> {
                  turns.acquire();
                  try {
                    return holder(ingress, apiKeyHeader, userId, encapsulation);
                  } finally {
                    turns.release();
                  }
                }));
      }
    }
    List<Holder> holders = new ArrayList<>();
    for (Future<Holder> registration : registrations) {
      try {
        holders.add(registration.get());
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }
    return new Population(holders);
  }

  /**
   * The id of a user.
   *
   * @param number from 0
   */
  public static String userId(int number) {
    return "%016X".formatted(0xA55E000000000000L + number);
  }

  private static Holder holder(
      ConnectionPool ingress, String header, String userId, KeyEncapsulation encapsulation)
      throws IOException {
    SimulatedDevice device =
        SimulatedDevice.create("VDS1000120-1", SignatureAlgorithm.ES256, encapsulation);
    LoadConnection.Answer answer;
    int tries = TRIES;
    do {
      answer =
          ingress.post(
              "/api/v1/users/" + userId + "/devices", header, device.registration().toString());
      tries--;
    } while (answer.status() == UNAVAILABLE && tries > 0);
    if (answer.status() != CREATED) {
      throw new IOException("a device was not registered: " + answer);
    }
    return new Holder(userId, device);
  }
}
