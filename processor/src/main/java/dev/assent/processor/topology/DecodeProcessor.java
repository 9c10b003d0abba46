package dev.assent.processor.topology;

import dev.assent.schemas.model.Reason;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Reads the bytes of a record; what cannot be read becomes a dead letter before any effect. */
final class DecodeProcessor<T extends SpecificRecord>
    implements Processor<String, byte[], String, Object> {
  private final TopicCodec<T> codec;
  private final DeadLetters deadLetters;
  private final String next;
  private final String deadLetterSink;
  private ProcessorContext<String, Object> context;

  DecodeProcessor(
      TopicCodec<T> codec, DeadLetters deadLetters, String next, String deadLetterSink) {
    this.codec = codec;
    this.deadLetters = deadLetters;
    this.next = next;
    this.deadLetterSink = deadLetterSink;
  }

  @Override
  public void init(ProcessorContext<String, Object> context) {
    this.context = context;
  }

  @Override
  public void process(Record<String, byte[]> record) {
    switch (codec.decode(record.value())) {
      case TopicCodec.Decoded.Value<T>(var value) -> context.forward(record.withValue(value), next);
      case TopicCodec.Decoded.Malformed<T>(var detail) ->
          context.forward(
              deadLetters.current(context, record, Reason.MALFORMED_RECORD, detail),
              deadLetterSink);
    }
  }
}
