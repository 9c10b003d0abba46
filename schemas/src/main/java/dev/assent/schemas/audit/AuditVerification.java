package dev.assent.schemas.audit;

import dev.assent.schemas.avro.AuditRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks an audit trail without the system that wrote it: it needs the topic's records, in the
 * order of each partition, and nothing else.
 *
 * <p>A trail that begins later than its first record is no finding, because retention takes the
 * oldest records first; neither is an end that is missing. {@link #chains} says from where to where
 * a chain is whole: compare that with what was exported before.
 */
public final class AuditVerification {
  private final Map<Chain, Last> last = new LinkedHashMap<>();
  private final Map<Chain, Span> spans = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  /** The records of an instance on a partition. */
  public record Chain(int partition, String instance) {}

  /**
   * What was seen of a chain.
   *
   * @param lost records that the instance itself says it could not write
   */
  public record Span(long first, long last, long lost) {}

  /** Something that cannot be in a trail that nobody touched. */
  public sealed interface Finding {
    /** Where. */
    Chain chain();

    /** Records are missing, {@code from} and {@code to} included. */
    record Missing(Chain chain, long from, long to) implements Finding {}

    /** The record is not the one after that which is before it: one of the two was written anew. */
    record Rewritten(Chain chain, long sequence) implements Finding {}

    /** The record's number is not after the one before: it is put in, moved or repeated. */
    record Misplaced(Chain chain, long sequence) implements Finding {}
  }

  private record Last(long sequence, ByteBuffer digest) {}

  /**
   * Takes the next record of a partition.
   *
   * @param value as it stands in the topic
   * @param record the same, decoded
   */
  public void take(int partition, byte[] value, AuditRecord record) {
    Chain chain = new Chain(partition, record.getInstance());
    long sequence = record.getSequence();
    Last before = last.get(chain);
    if (before == null) {
      begin(chain, record);
    } else if (sequence <= before.sequence()) {
      findings.add(new Finding.Misplaced(chain, sequence));
      return;
    } else if (sequence > before.sequence() + 1) {
      findings.add(new Finding.Missing(chain, before.sequence() + 1, sequence - 1));
    } else if (!record.getPrevious().equals(before.digest())) {
      findings.add(new Finding.Rewritten(chain, sequence));
    }
    last.put(chain, new Last(sequence, ByteBuffer.wrap(AuditChain.digest(value))));
    spans.merge(
        chain,
        new Span(sequence, sequence, record.getLost()),
        (span, next) -> new Span(span.first(), next.last(), span.lost() + next.lost()));
  }

  /** What cannot be, in the order in which it was found; empty where the trail is whole. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** The chains that were seen. */
  public Map<Chain, Span> chains() {
    return Map.copyOf(spans);
  }

  private void begin(Chain chain, AuditRecord record) {
    boolean first = record.getSequence() == 1;
    if (first && !record.getPrevious().equals(ByteBuffer.wrap(AuditChain.beginning()))) {
      findings.add(new Finding.Rewritten(chain, record.getSequence()));
    }
  }
}
