package dev.assent.processor.simulation;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** What the processors use of a context, and nothing else. */
final class SimulatedContext implements ProcessorContext<Object, Object> {
  private final SimulatedTask task;

  /** Where the record that is processed stands. */
  private record Place(String topic, int partition, long offset) implements RecordMetadata {}

  SimulatedContext(SimulatedTask task) {
    this.task = task;
  }

  @Override
  public <K, V> void forward(Record<K, V> record, String child) {
    task.forward(record, child);
  }

  @Override
  public Optional<RecordMetadata> recordMetadata() {
    return task.current()
        .map(
            message ->
                new Place(message.topic().topicName(), message.partition(), message.offset()));
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as in Kafka Streams
  public <S extends StateStore> S getStateStore(String name) {
    return (S) task.store(name);
  }

  @Override
  public Cancellable schedule(Duration interval, PunctuationType type, Punctuator punctuator) {
    if (type != PunctuationType.WALL_CLOCK_TIME) {
      throw new UnsupportedOperationException();
    }
    return task.schedule(interval.toMillis(), punctuator);
  }

  @Override
  public long currentSystemTimeMs() {
    return task.clock();
  }

  @Override
  public <K, V> void forward(Record<K, V> record) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Cancellable schedule(
      Instant start, Duration interval, PunctuationType type, Punctuator punctuator) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String applicationId() {
    throw new UnsupportedOperationException();
  }

  @Override
  public TaskId taskId() {
    return new TaskId(0, task.name().partition());
  }

  @Override
  public Serde<?> keySerde() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Serde<?> valueSerde() {
    throw new UnsupportedOperationException();
  }

  @Override
  public File stateDir() {
    throw new UnsupportedOperationException();
  }

  @Override
  public StreamsMetrics metrics() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void commit() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Object> appConfigs() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Object> appConfigsWithPrefix(String prefix) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long currentStreamTimeMs() {
    throw new UnsupportedOperationException();
  }
}
