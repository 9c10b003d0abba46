package dev.assent.connectors.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Sets the share groups up before anybody joins them.
 *
 * <p>Barrier: the broker's defaults deliver tasks of aborted transactions, skip what was written
 * before the first worker came, and give up after five deliveries without a word.
 */
public final class ShareGroups {
  private static final String FEATURE = "share.version";

  /** The most that a broker allows as it is: our own limit is reached first. */
  private static final int BROKER_DELIVERY_LIMIT = 10;

  private ShareGroups() {}

  /** The share group of messages to devices. */
  public static final String PUSH = "assent-push";

  /** The share group of a connector: its own, so that no other waits for it. */
  public static String name(String connector) {
    return "assent-connector-" + connector;
  }

  /** What keeps share groups from being used, in one line. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Checks the cluster and sets the groups up.
   *
   * @param lock how long a record is locked without renewal
   * @throws RefusedException where the cluster has no share groups or does not let itself be set up
   */
  public static void prepare(Admin admin, Collection<String> groups, Duration lock)
      throws RefusedException, InterruptedException {
    try {
      FinalizedVersionRange range =
          admin.describeFeatures().featureMetadata().get().finalizedFeatures().get(FEATURE);
      if (range == null || range.maxVersionLevel() < 1) {
        throw new RefusedException(
            "the cluster has no share groups: kafka-features.sh upgrade --feature share.version=1");
      }
      admin
          .incrementalAlterConfigs(
              groups.stream()
                  .collect(
                      Collectors.toMap(
                          group -> new ConfigResource(ConfigResource.Type.GROUP, group),
                          _ -> operations(lock))))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new RefusedException("the broker does not answer: " + e.getCause().getMessage());
    }
  }

  private static Collection<AlterConfigOp> operations(Duration lock) {
    return Map.of(
            "share.isolation.level", "read_committed",
            "share.auto.offset.reset", "earliest",
            "share.delivery.count.limit", Integer.toString(BROKER_DELIVERY_LIMIT),
            "share.record.lock.duration.ms", Long.toString(lock.toMillis()),
            "share.renew.acknowledge.enable", "true")
        .entrySet()
        .stream()
        .map(
            setting ->
                new AlterConfigOp(
                    new ConfigEntry(setting.getKey(), setting.getValue()), OpType.SET))
        .toList();
  }
}
