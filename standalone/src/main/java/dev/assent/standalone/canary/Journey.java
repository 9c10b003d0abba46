package dev.assent.standalone.canary;

import java.util.Locale;

/** What the canary has an operation come to. */
enum Journey {
  APPROVED,
  DECLINED;

  /** The tag's value. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
