package dev.assent.connectors.push;

import dev.assent.connectors.worker.ConnectorLog.NotWrittenException;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.trace.Correlation;
import java.nio.ByteBuffer;

/** Where it is said that an address leads nowhere. */
public interface PushLog {
  /**
   * Asks the processor to forget the address, if the device has no other by now; returns once that
   * is acknowledged.
   */
  void forget(
      UserKey user, String serialNumber, ByteBuffer encryptedAddress, Correlation correlation)
      throws NotWrittenException, InterruptedException;
}
