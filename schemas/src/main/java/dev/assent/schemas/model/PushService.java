package dev.assent.schemas.model;

import java.util.Arrays;
import java.util.Optional;

/** Who brings messages to devices. */
public enum PushService {
  /** Firebase Cloud Messaging. */
  FCM("fcm"),
  /** Apple Push Notification service. */
  APNS("apns");

  private final String text;

  PushService(String text) {
    this.text = text;
  }

  /** The name as it travels. */
  public String text() {
    return text;
  }

  /** The service of that name. */
  public static Optional<PushService> find(String text) {
    return Arrays.stream(values()).filter(service -> service.text.equals(text)).findFirst();
  }
}
