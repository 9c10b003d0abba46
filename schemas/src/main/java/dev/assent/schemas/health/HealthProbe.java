package dev.assent.schemas.health;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/**
 * Main class of a container's health check. Base images need neither curl nor a shell that can open
 * sockets; a Java that runs the service is in every one of them.
 */
public final class HealthProbe {
  private static final int TIMEOUT_MILLISECONDS = (int) Duration.ofSeconds(3).toMillis();
  private static final int UNHEALTHY = 1;
  private static final int USAGE = 2;

  private HealthProbe() {}

  /**
   * Exits with 0 where the one argument, an http or https URL, answers 200 within 3 seconds, and
   * with 1 otherwise.
   */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      System.err.println("health takes one URL");
      System.exit(USAGE);
    }
    if (!answers(URI.create(arguments[0]))) {
      System.exit(UNHEALTHY);
    }
  }

  /** Whether the URL answers 200 in time. */
  static boolean answers(URI url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLISECONDS);
      connection.setReadTimeout(TIMEOUT_MILLISECONDS);
      connection.setInstanceFollowRedirects(false);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException _) {
      return false;
    }
  }
}
