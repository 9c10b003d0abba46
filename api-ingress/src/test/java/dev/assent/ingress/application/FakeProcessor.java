package dev.assent.ingress.application;

import dev.assent.ingress.gateway.CommandGateway;
import dev.assent.ingress.gateway.Outcome;
import dev.assent.schemas.avro.Command;
import dev.assent.schemas.trace.Correlation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Keeps the commands and answers as the test says. */
final class FakeProcessor implements CommandGateway {
  final List<Command> commands = new CopyOnWriteArrayList<>();
  final List<Correlation> correlations = new CopyOnWriteArrayList<>();
  volatile Function<Command, Outcome> answer = _ -> new Outcome.NoAnswer();

  @Override
  public CompletionStage<Outcome> send(Command command, Correlation correlation) {
    commands.add(command);
    correlations.add(correlation);
    Function<Command, Outcome> current = answer;
    return CompletableFuture.supplyAsync(() -> current.apply(command));
  }
}
