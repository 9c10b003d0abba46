package dev.assent.standalone.cluster;

/** The processes of a local Assent, in the order in which they start. */
public enum Service {
  BROKER("broker", "Kafka broker"),
  REGISTRY("registry", "schema registry"),
  PROCESSOR("processor", "processor"),
  SIMULATORS("simulators", "simulators"),
  CONNECTORS("connectors", "connectors"),
  INGRESS("ingress", "API ingress");

  private final String key;
  private final String title;

  Service(String key, String title) {
    this.key = key;
    this.title = title;
  }

  /** Names the service in files and settings. */
  public String key() {
    return key;
  }

  /** Names the service to people. */
  public String title() {
    return title;
  }
}
