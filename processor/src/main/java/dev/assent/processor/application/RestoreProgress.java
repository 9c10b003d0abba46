package dev.assent.processor.application;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Which stores are restored now, and how far they are. */
final class RestoreProgress implements StateRestoreListener {
  private final Map<String, Progress> restoring = new ConcurrentHashMap<>();

  private record Progress(long restored, long records) {}

  @Override
  public void onRestoreStart(
      TopicPartition changelog, String store, long startingOffset, long endingOffset) {
    restoring.put(
        name(changelog, store), new Progress(0, Math.max(0, endingOffset - startingOffset)));
  }

  @Override
  public void onBatchRestored(
      TopicPartition changelog, String store, long batchEndOffset, long restored) {
    restoring.computeIfPresent(
        name(changelog, store),
        (_, progress) -> new Progress(progress.restored() + restored, progress.records()));
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long totalRestored) {
    restoring.remove(name(changelog, store));
  }

  @Override
  public void onRestoreSuspended(TopicPartition changelog, String store, long totalRestored) {
    restoring.remove(name(changelog, store));
  }

  /** By store and partition: how many records of how many it has. */
  Map<String, Object> describe() {
    Map<String, Object> described = new TreeMap<>();
    restoring.forEach(
        (store, progress) ->
            described.put(
                store, "%d of %d records".formatted(progress.restored(), progress.records())));
    return described;
  }

  private static String name(TopicPartition changelog, String store) {
    return store + "/" + changelog.partition();
  }
}
