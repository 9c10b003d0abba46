package dev.assent.connectors.settings;

import dev.assent.schemas.catalogue.Topic;
import dev.assent.schemas.settings.InvalidSettingsException;

/** Which topic a connector's tasks come from. */
public enum TaskChannel {
  IDP(Topic.CONNECTOR_TASKS_IDP),
  MSSP(Topic.CONNECTOR_TASKS_MSSP);

  private final Topic topic;

  TaskChannel(Topic topic) {
    this.topic = topic;
  }

  /** The topic. */
  public Topic topic() {
    return topic;
  }

  static TaskChannel from(ConnectorSettings settings) {
    String text = settings.text("channel");
    return switch (text) {
      case "idp" -> IDP;
      case "mssp" -> MSSP;
      default ->
          throw new InvalidSettingsException(
              settings.setting("channel") + " must be idp or mssp, not " + text);
    };
  }
}
