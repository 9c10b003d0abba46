package dev.assent.schemas.access;

/** What forbids a service to start on this cluster, in one line. */
public final class ClusterRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  ClusterRefusedException(String message) {
    super(message);
  }
}
