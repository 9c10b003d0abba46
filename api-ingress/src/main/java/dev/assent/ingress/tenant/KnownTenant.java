package dev.assent.ingress.tenant;

import dev.assent.schemas.avro.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tenant as the log has it.
 *
 * @param record its latest record; not to be changed
 * @param offset of that record in the tenants' topic
 * @param earlier the offsets of its records before, oldest first, a bounded number of them
 */
public record KnownTenant(Tenant record, long offset, List<Long> earlier) {
  private static final int REMEMBERED = 32;

  public KnownTenant {
    earlier = List.copyOf(earlier);
  }

  /** A tenant after its next record. */
  static KnownTenant of(Optional<KnownTenant> before, Tenant record, long offset) {
    List<Long> earlier = new ArrayList<>();
    before.ifPresent(
        known -> {
          earlier.addAll(known.earlier());
          earlier.add(known.offset());
        });
    int forgotten = Math.max(0, earlier.size() - REMEMBERED);
    return new KnownTenant(record, offset, earlier.subList(forgotten, earlier.size()));
  }

  /**
   * The entity tag of this state (RFC 9110 section 8.8.3). The offset tells apart what has the same
   * version because it was written by others than the administration API.
   */
  public String entityTag() {
    return "\"" + record.getVersion() + "-" + offset + "\"";
  }

  /** Whether its record at the offset came directly after the one at the other, empty for none. */
  boolean cameDirectlyAfter(long recordOffset, Optional<Long> before) {
    List<Long> offsets = new ArrayList<>(earlier);
    offsets.add(offset);
    int index = offsets.indexOf(recordOffset);
    return index >= 0
        && before.equals(index == 0 ? Optional.empty() : Optional.of(offsets.get(index - 1)));
  }
}
