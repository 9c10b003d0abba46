package dev.assent.connectors.webhook;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps each tenant's latest record, unread: whoever needs it reads it. */
final class KeepTenantProcessor implements Processor<String, byte[], Void, Void> {
  private final AtomicLong changes;
  private KeyValueStore<String, byte[]> store;

  /**
   * @param changes counts up after each change of the store
   */
  KeepTenantProcessor(AtomicLong changes) {
    this.changes = changes;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    store = context.getStateStore(StoreName.TENANTS);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    if (record.key() != null) {
      store.put(record.key(), record.value());
      changes.incrementAndGet();
    }
  }
}
