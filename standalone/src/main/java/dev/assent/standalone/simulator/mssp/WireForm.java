package dev.assent.standalone.simulator.mssp;

import java.util.Optional;

/** How calls and answers look on the line. */
interface WireForm {
  String contentType();

  /** The call; nothing where it is none. */
  Optional<ServiceCall> read(ServiceCall.Method method, byte[] body);

  String write(ServiceCall.Method method, ServiceAnswer.Told answer);

  String write(ServiceAnswer.Fault fault);
}
