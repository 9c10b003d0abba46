package dev.assent.processor.state;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** A store that counts how often it is read, and how many entries readers take from it. */
final class CountedReads {
  private static final Set<String> WRITES = Set.of("put", "delete", "putIfAbsent", "putAll");

  private final KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("timers").get();
  private int reads;
  private int entries;

  int reads() {
    return reads;
  }

  int entries() {
    return entries;
  }

  @SuppressWarnings("unchecked") // a proxy is of the types that it was made for
  KeyValueStore<Bytes, byte[]> counted() {
    return (KeyValueStore<Bytes, byte[]>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (_, method, arguments) -> {
              if (!WRITES.contains(method.getName())) {
                reads++;
              }
              Object result = method.invoke(store, arguments);
              return result instanceof KeyValueIterator<?, ?> iterator ? counted(iterator) : result;
            });
  }

  private Object counted(KeyValueIterator<?, ?> iterator) {
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {KeyValueIterator.class},
        (_, method, arguments) -> {
          if (method.getName().equals("next")) {
            entries++;
          }
          try {
            return method.invoke(iterator, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
