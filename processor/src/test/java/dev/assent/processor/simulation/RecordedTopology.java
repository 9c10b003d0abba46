package dev.assent.processor.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Remembers what is added to it, so that the simulation wires the real nodes as Kafka Streams does.
 * Nothing is passed on: that the topology is a good one is tested elsewhere.
 */
final class RecordedTopology extends Topology {
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, List<String>> stores = new LinkedHashMap<>();
  private Part global;

  /** A node, in the order in which it was added: parents come first. */
  sealed interface Node {
    String name();

    List<String> parents();
  }

  /** Reads topics. */
  record Source(String name, List<String> topics) implements Node {
    @Override
    public List<String> parents() {
      return List.of();
    }
  }

  /** Processes records. */
  record Step(String name, ProcessorSupplier<?, ?, ?, ?> supplier, List<String> parents)
      implements Node {}

  /** Writes to a topic. */
  record Sink(
      String name,
      String topic,
      Optional<StreamPartitioner<String, byte[]>> partitioner,
      List<String> parents)
      implements Node {}

  /** Nodes that hang together: one task for each partition. */
  record Part(Map<String, Node> nodes, List<String> stores) {
    List<String> topics() {
      return nodes.values().stream()
          .filter(Source.class::isInstance)
          .flatMap(node -> ((Source) node).topics().stream())
          .toList();
    }

    /** The nodes that a source hands its records to. */
    List<String> readers(String topic) {
      String source =
          nodes.values().stream()
              .filter(node -> node instanceof Source read && read.topics().contains(topic))
              .findFirst()
              .orElseThrow()
              .name();
      return nodes.values().stream()
          .filter(node -> node.parents().contains(source))
          .map(Node::name)
          .toList();
    }
  }

  /** What each instance has whole. */
  Part global() {
    return global;
  }

  /** The parts, by the name of their first source. */
  Map<String, Part> parts() {
    Map<String, String> partOf = new LinkedHashMap<>();
    nodes.keySet().forEach(name -> partOf.put(name, name));
    nodes.values().forEach(node -> node.parents().forEach(parent -> join(partOf, node, parent)));
    stores.values().forEach(users -> users.forEach(user -> merge(partOf, users.getFirst(), user)));
    Map<String, Part> parts = new TreeMap<>();
    for (String root : new TreeSet<>(partOf.values())) {
      Map<String, Node> members = new LinkedHashMap<>();
      nodes.forEach(
          (name, node) -> {
            if (partOf.get(name).equals(root)) {
              members.put(name, node);
            }
          });
      List<String> kept =
          stores.entrySet().stream()
              .filter(store -> members.containsKey(store.getValue().getFirst()))
              .map(Map.Entry::getKey)
              .toList();
      parts.put(members.keySet().iterator().next(), new Part(members, kept));
    }
    return parts;
  }

  private static void join(Map<String, String> partOf, Node node, String parent) {
    merge(partOf, parent, node.name());
  }

  private static void merge(Map<String, String> partOf, String one, String other) {
    String kept = partOf.get(one);
    String replaced = partOf.get(other);
    partOf.replaceAll((_, root) -> root.equals(replaced) ? kept : root);
  }

  @Override
  public synchronized <K, V> Topology addSource(
      String name, Deserializer<K> keys, Deserializer<V> values, String... topics) {
    nodes.put(name, new Source(name, List.of(topics)));
    return this;
  }

  @Override
  public synchronized <KIn, VIn, KOut, VOut> Topology addProcessor(
      String name, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier, String... parents) {
    nodes.put(name, new Step(name, supplier, List.of(parents)));
    return this;
  }

  @Override
  public synchronized <K, V> Topology addSink(
      String name, String topic, Serializer<K> keys, Serializer<V> values, String... parents) {
    nodes.put(name, new Sink(name, topic, Optional.empty(), List.of(parents)));
    return this;
  }

  @Override
  @SuppressWarnings("unchecked") // each sink of ours has text keys and bytes
  public synchronized <K, V> Topology addSink(
      String name,
      String topic,
      Serializer<K> keys,
      Serializer<V> values,
      StreamPartitioner<? super K, ? super V> partitioner,
      String... parents) {
    StreamPartitioner<String, byte[]> ours = (StreamPartitioner<String, byte[]>) partitioner;
    nodes.put(name, new Sink(name, topic, Optional.of(ours), List.of(parents)));
    return this;
  }

  @Override
  public synchronized <S extends StateStore> Topology addStateStore(
      StoreBuilder<S> builder, String... users) {
    stores.computeIfAbsent(builder.name(), _ -> new ArrayList<>()).addAll(Arrays.asList(users));
    return this;
  }

  @Override
  public synchronized <K, V, S extends StateStore> Topology addGlobalStore(
      StoreBuilder<S> builder,
      String source,
      Deserializer<K> keys,
      Deserializer<V> values,
      String topic,
      String processor,
      ProcessorSupplier<K, V, Void, Void> supplier) {
    Map<String, Node> members = new LinkedHashMap<>();
    members.put(source, new Source(source, List.of(topic)));
    members.put(processor, new Step(processor, supplier, List.of(source)));
    global = new Part(members, List.of(builder.name()));
    return this;
  }
}
