package dev.assent.ingress.tenant;

import dev.assent.ingress.kafka.KafkaClients;
import dev.assent.schemas.avro.Tenant;
import dev.assent.schemas.catalogue.Topic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Serializer;

/** The tenants' topic. Used by one thread; connects when the first tenant is written. */
public final class KafkaTenantLog implements TenantLog, AutoCloseable {
  private final Supplier<Producer<String, byte[]>> producers;
  private final Serializer<Tenant> serializer;
  private Producer<String, byte[]> producer;

  /**
   * @param timeout how long a record may wait to be sent, and then to be acknowledged
   */
  public KafkaTenantLog(KafkaClients clients, Serializer<Tenant> serializer, Duration timeout) {
    this.producers = () -> clients.patientProducer("assent-ingress-administration", timeout);
    this.serializer = serializer;
  }

  @Override
  public Future<Long> append(Tenant tenant) {
    CompletableFuture<Long> offset = new CompletableFuture<>();
    try {
      send(tenant, offset);
    } catch (RuntimeException e) {
      // a broker or a registry out of reach; other serializers than ours have exceptions of all
      // kinds
      offset.completeExceptionally(e);
    }
    return offset;
  }

  private synchronized void send(Tenant tenant, CompletableFuture<Long> offset) {
    if (producer == null) {
      producer = producers.get();
    }
    String topic = Topic.TENANTS.topicName();
    Future<RecordMetadata> _ =
        producer.send(
            new ProducerRecord<>(topic, tenant.getTenant(), serializer.serialize(topic, tenant)),
            (written, failure) -> {
              if (failure == null) {
                offset.complete(written.offset());
              } else {
                offset.completeExceptionally(failure);
              }
            });
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(2));
    }
  }
}
