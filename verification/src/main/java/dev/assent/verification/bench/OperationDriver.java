package dev.assent.verification.bench;

import dev.assent.schemas.sealing.SealedChallengeException;
import dev.assent.standalone.device.SimulatedDevice;
import dev.assent.verification.bench.Population.Holder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** One full operation: created by the bank, retrieved, opened, signed and sent by the device. */
public final class OperationDriver {
  private static final int OK = 200;
  private static final long PATIENCE_SECONDS = 30;
  private static final String MESSAGE = "\"requestMessage\":\"";

  private final ConnectionPool ingress;
  private final ChallengeFeed challenges;
  private final Population population;
  private final String backEnd;
  private final String frontEnd;
  private final String run = Long.toString(System.nanoTime(), 36);
  private final AtomicLong number = new AtomicLong();

  /**
   * @param backEndHeader one header line, without its end
   * @param frontEndKey of the tenant's front end
   */
  public OperationDriver(
      ConnectionPool ingress,
      ChallengeFeed challenges,
      Population population,
      String backEndHeader,
      String tenant,
      String frontEndKey) {
    this.ingress = ingress;
    this.challenges = challenges;
    this.population = population;
    this.backEnd = backEndHeader;
    byte[] credentials = (tenant + ":" + frontEndKey).getBytes(StandardCharsets.UTF_8);
    this.frontEnd = "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  /**
   * Runs one operation on this thread.
   *
   * @param intended when it should have started, by {@link System#nanoTime()}: a late start counts
   */
  public void run(long intended, Latencies latencies) throws InterruptedException {
    long sequence = number.getAndIncrement();
    Holder holder = population.holders().get((int) (sequence % population.holders().size()));
    String operationId = run + "-" + sequence;
    CompletableFuture<String> challengeKey = challenges.expect(operationId);
    try {
      create(holder, operationId);
      latencies.record(Step.CREATE, intended, System.nanoTime());
      String key = challengeKey.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      long pushed = System.nanoTime();
      latencies.record(Step.PUSH, intended, pushed);
      String message = retrieve(holder.device(), key);
      long retrieved = System.nanoTime();
      latencies.record(Step.RETRIEVE, pushed, retrieved);
      String signature = holder.device().approve(holder.device().open(key, message));
      long signed = System.nanoTime();
      latencies.record(Step.SIGN, retrieved, signed);
      authenticate(holder, key, signature);
      long answered = System.nanoTime();
      latencies.record(Step.AUTH_USER, signed, answered);
      latencies.record(Step.WHOLE, intended, answered);
    } catch (IOException
        | SealedChallengeException
        | ExecutionException
        | TimeoutException failure) {
      latencies.failed(failure.getClass().getSimpleName() + ": " + failure.getMessage());
    } finally {
      challenges.forget(operationId);
    }
  }

  private void create(Holder holder, String operationId) throws IOException {
    String json =
        "{\"operationId\":\"%s\",\"externalUserId\":\"alice\",\"operationPayload\":\"Pay 120.00 EUR to Blue Bicycle Ltd\"}"
            .formatted(operationId);
    expect(
        ingress.post("/v2/users/" + holder.userId() + "/operations", backEnd, json),
        "\"success\":true");
  }

  private String retrieve(SimulatedDevice device, String challengeKey) throws IOException {
    String json =
        "{\"serialNumber\":\"%s\",\"challengeKey\":\"%s\"}"
            .formatted(device.serialNumber(), challengeKey);
    String body =
        expect(
            ingress.post("/rest/v2/authentication/push/getPreparedSecureChallenge", frontEnd, json),
            MESSAGE);
    int start = body.indexOf(MESSAGE) + MESSAGE.length();
    return body.substring(start, body.indexOf('"', start));
  }

  private void authenticate(Holder holder, String challengeKey, String signature)
      throws IOException {
    String json =
        "{\"userID\":\"%s\",\"challengeKey\":\"%s\",\"signature\":\"%s\"}"
            .formatted(holder.userId(), challengeKey, signature);
    expect(ingress.post("/rest/v2/authentication/push/authUser", frontEnd, json), "RET_SUCCESS");
  }

  private static String expect(LoadConnection.Answer answer, String part) throws IOException {
    if (answer.status() != OK || !answer.body().contains(part)) {
      throw new IOException("unexpected answer " + answer);
    }
    return answer.body();
  }
}
