package dev.assent.schemas.serde;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Reads bodies that were written with one schema.
 *
 * <p>What resolves the writer's schema against the reader's is costly to make and good for one
 * thread at a time. Avro keeps it by thread, which virtual threads defeat; here one is kept spare,
 * and whoever finds none makes another.
 */
final class RecordReader<T> {
  private final Schema writerSchema;
  private final Schema readerSchema;
  private final GenericData model;
  private final AtomicReference<Workspace<T>> spare = new AtomicReference<>();

  private RecordReader(Schema writerSchema, Schema readerSchema, GenericData model) {
    this.writerSchema = writerSchema;
    this.readerSchema = readerSchema;
    this.model = model;
  }

  /** Reads into instances of a generated class. */
  static <T> RecordReader<T> specific(Schema writerSchema, Class<? extends T> type) {
    SpecificData model = SpecificData.getForClass(type);
    return new RecordReader<>(writerSchema, model.getSchema(type), model);
  }

  /** Reads into Avro's general types, by the writer's schema. */
  static <T> RecordReader<T> generic(Schema writerSchema) {
    return new RecordReader<>(writerSchema, writerSchema, GenericData.get());
  }

  /**
   * Reads one body, which must reach to the end of the bytes.
   *
   * @throws MalformedRecordException where the bytes are anything else
   */
  T read(byte[] bytes, int offset) {
    Workspace<T> taken = spare.getAndSet(null);
    Workspace<T> workspace = taken == null ? newWorkspace() : taken;
    try {
      T value = workspace.read(bytes, offset);
      spare.set(workspace);
      return value;
    } catch (IOException | RuntimeException | StackOverflowError undecodable) {
      // The stack overflows where a schema is recursive and the data nests deeper than any honest.
      throw new MalformedRecordException(
          "The body is not a " + writerSchema.getFullName() + ": " + text(undecodable),
          undecodable);
    }
  }

  private static String text(Throwable undecodable) {
    return undecodable.getMessage() == null
        ? undecodable.getClass().getSimpleName()
        : undecodable.getMessage();
  }

  private Workspace<T> newWorkspace() {
    Resolving<T> reader =
        model instanceof SpecificData specific
            ? new SpecificReader<>(writerSchema, readerSchema, specific)
            : new GenericReader<>(writerSchema, readerSchema, model);
    try {
      return new Workspace<>(
          reader,
          DecoderFactory.get()
              .resolvingDecoder(
                  Schema.applyAliases(writerSchema, readerSchema), readerSchema, null),
          new BoundedDecoder());
    } catch (IOException | RuntimeException irreconcilable) {
      throw new MalformedRecordException(
          "The schema it was written with does not fit " + readerSchema.getFullName(),
          irreconcilable);
    }
  }

  private record Workspace<T>(
      Resolving<T> reader, ResolvingDecoder resolver, BoundedDecoder decoder) {
    T read(byte[] bytes, int offset) throws IOException {
      decoder.startAt(bytes, offset);
      resolver.configure(decoder);
      T value = reader.readFrom(resolver);
      resolver.drain();
      int left = decoder.left();
      decoder.release();
      if (left > 0) {
        throw new IOException(left + " bytes follow its end");
      }
      return value;
    }
  }

  private interface Resolving<T> {
    T readFrom(ResolvingDecoder resolver) throws IOException;
  }

  private static final class SpecificReader<T> extends SpecificDatumReader<T>
      implements Resolving<T> {
    SpecificReader(Schema writerSchema, Schema readerSchema, SpecificData model) {
      super(writerSchema, readerSchema, model);
    }

    @Override
    @SuppressWarnings("unchecked") // the reader's schema is that of T
    public T readFrom(ResolvingDecoder resolver) throws IOException {
      return (T) read(null, getExpected(), resolver);
    }
  }

  private static final class GenericReader<T> extends GenericDatumReader<T>
      implements Resolving<T> {
    GenericReader(Schema writerSchema, Schema readerSchema, GenericData model) {
      super(writerSchema, readerSchema, model);
    }

    @Override
    @SuppressWarnings("unchecked") // whoever asks for general types knows them
    public T readFrom(ResolvingDecoder resolver) throws IOException {
      return (T) read(null, getExpected(), resolver);
    }
  }
}
