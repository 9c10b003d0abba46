package dev.assent.connectors.settings;

/**
 * What a worker knows of a connector, whatever its kind.
 *
 * @param name as tasks give it
 * @param kind {@code kind}: which provider package speaks to it
 * @param channel {@code channel}: idp or mssp
 * @param lanes {@code lanes}: members of its share group in this worker, 1 to 16; a task that takes
 *     long holds up those that were taken with it in its lane
 * @param laneSize tasks at a time in a lane: {@code concurrency}, 1 to 1,024, divided by the lanes
 * @param settings the settings of its kind
 */
public record WorkerConnector(
    String name,
    String kind,
    TaskChannel channel,
    int lanes,
    int laneSize,
    ConnectorSettings settings) {

  static WorkerConnector from(ConnectorSettings settings) {
    int concurrency = settings.integer("concurrency", 64, 1, 1_024);
    int lanes = Math.min(concurrency, settings.integer("lanes", 4, 1, 16));
    return new WorkerConnector(
        settings.name(),
        settings.text("kind"),
        TaskChannel.from(settings),
        lanes,
        concurrency / lanes,
        settings);
  }
}
