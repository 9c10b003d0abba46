package dev.assent.standalone.simulator.rest;

import dev.assent.standalone.simulator.authority.TestAuthority;
import java.time.Duration;

/**
 * How a provider is simulated.
 *
 * @param port 0: any that is free
 * @param authority certifies the users' keys
 * @param answerAfter when the user answers, from the start
 * @param slowness how late an answer is where it is to be {@link Misbehaviour#SLOW}
 * @param life when a transaction ends that the user does not answer
 */
public record SimulatorSettings(
    int port, TestAuthority authority, Duration answerAfter, Duration slowness, Duration life) {

  /** As real ones are, but that the user answers after a second. */
  public static SimulatorSettings standard(int port, TestAuthority authority) {
    return new SimulatorSettings(
        port, authority, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(2));
  }
}
