package dev.assent.connectors.push;

/** Counts messages. */
public interface PushMeter {
  /**
   * A task has come to its end.
   *
   * @param service {@code fcm}, {@code apns}, or empty where it is not known
   * @param outcome {@code taken}, {@code unregistered}, {@code refused}, {@code given-up}, {@code
   *     late}, {@code no-service} or {@code unreadable}
   * @param code the service's word where it refused, or empty
   */
  void told(String service, String outcome, String code);
}
