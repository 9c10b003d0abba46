package dev.assent.schemas.broker;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where tests take their broker from: from Testcontainers where a Docker engine answers, and
 * otherwise the one that runs embedded. {@code -Dassent.test.broker=testcontainers|embedded} forces
 * it.
 */
public enum BrokerChoice {
  /** A container of the image that {@code docker/images.env} names. */
  TESTCONTAINERS("testcontainers"),

  /** The same version of Kafka in a JVM of the tests' own. */
  EMBEDDED("embedded");

  /** The property that forces the choice. */
  public static final String PROPERTY = "assent.test.broker";

  private final String word;

  BrokerChoice(String word) {
    this.word = word;
  }

  /**
   * Makes the choice.
   *
   * @param forced what the property says
   * @param engineAnswers whether there is a Docker engine; not asked where it does not matter
   * @throws IllegalStateException where what is forced cannot be, with what to do about it
   */
  static BrokerChoice of(Optional<String> forced, BooleanSupplier engineAnswers) {
    if (forced.isEmpty()) {
      return engineAnswers.getAsBoolean() ? TESTCONTAINERS : EMBEDDED;
    }
    String word = forced.get();
    if (word.equals(EMBEDDED.word)) {
      return EMBEDDED;
    }
    if (!word.equals(TESTCONTAINERS.word)) {
      throw new IllegalStateException(
          "-D%s must be testcontainers or embedded, not %s".formatted(PROPERTY, word));
    }
    if (!engineAnswers.getAsBoolean()) {
      throw new IllegalStateException(
          "-D%s=testcontainers, but no Docker engine answers: start one, or leave the property out and the embedded broker is taken"
              .formatted(PROPERTY));
    }
    return TESTCONTAINERS;
  }
}
