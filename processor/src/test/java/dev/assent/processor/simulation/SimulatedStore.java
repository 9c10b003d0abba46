package dev.assent.processor.simulation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A task's own copy of a store: what it writes is lost with it, unless the transaction commits and
 * the changes reach the changelog.
 */
final class SimulatedStore implements KeyValueStore<Object, byte[]> {
  private final String name;
  private final Runnable step;
  private final NavigableMap<Object, byte[]> entries;
  private final Map<Object, Optional<byte[]>> changes = new LinkedHashMap<>();

  /**
   * @param changelog what was committed
   * @param step called before each write, and may throw
   */
  SimulatedStore(String name, Map<Object, byte[]> changelog, Runnable step) {
    this.name = name;
    this.step = step;
    this.entries = new TreeMap<>(changelog);
  }

  /** Moves what was written since the last time to the changelog. */
  void commitTo(Map<Object, byte[]> changelog) {
    changes.forEach(
        (key, value) ->
            value.ifPresentOrElse(bytes -> changelog.put(key, bytes), () -> changelog.remove(key)));
    changes.clear();
  }

  @Override
  public byte[] get(Object key) {
    return entries.get(key);
  }

  @Override
  public void put(Object key, byte[] value) {
    step.run();
    changes.put(key, Optional.ofNullable(value));
    if (value == null) {
      entries.remove(key);
    } else {
      entries.put(key, value);
    }
  }

  @Override
  public byte[] delete(Object key) {
    byte[] before = entries.get(key);
    put(key, null);
    return before;
  }

  @Override
  public KeyValueIterator<Object, byte[]> range(Object from, Object to) {
    NavigableMap<Object, byte[]> tail = from == null ? entries : entries.tailMap(from, true);
    return iterator(to == null ? tail : tail.headMap(to, true));
  }

  @Override
  public KeyValueIterator<Object, byte[]> all() {
    return iterator(entries);
  }

  /** Over a copy: whoever iterates may write. */
  private static KeyValueIterator<Object, byte[]> iterator(Map<Object, byte[]> map) {
    List<KeyValue<Object, byte[]>> copy = new ArrayList<>();
    map.forEach((key, value) -> copy.add(KeyValue.pair(key, value)));
    Iterator<KeyValue<Object, byte[]>> iterator = copy.iterator();
    return new KeyValueIterator<>() {
      @Override
      public boolean hasNext() {
        return iterator.hasNext();
      }

      @Override
      public KeyValue<Object, byte[]> next() {
        return iterator.next();
      }

      @Override
      public Object peekNextKey() {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public long approximateNumEntries() {
    return entries.size();
  }

  @Override
  public byte[] putIfAbsent(Object key, byte[] value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void putAll(List<KeyValue<Object, byte[]>> all) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {}

  @Override
  public void close() {}

  @Override
  public boolean persistent() {
    return true;
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
