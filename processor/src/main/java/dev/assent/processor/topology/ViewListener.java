package dev.assent.processor.topology;

/** Is told when a view has taken a record over. */
@FunctionalInterface
public interface ViewListener {

  /**
   * The view's store has the record now.
   *
   * @param key the record key: {@code tenant/user} and one part more
   * @param value the value in the Confluent wire format; null where the record was removed
   */
  void changed(String key, byte[] value);
}
