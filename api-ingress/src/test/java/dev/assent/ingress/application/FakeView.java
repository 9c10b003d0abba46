package dev.assent.ingress.application;

import dev.assent.ingress.view.CommittedView;
import dev.assent.schemas.avro.CredentialPage;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.avro.OperationPage;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.avro.SigningKeyPage;
import dev.assent.schemas.key.UserKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Shows what the test says and keeps what it was asked. */
final class FakeView implements CommittedView {
  final List<String> questions = new CopyOnWriteArrayList<>();
  volatile Optional<List<OperationSnapshot>> operations = Optional.empty();
  volatile Optional<List<CredentialSnapshot>> credentials = Optional.empty();
  volatile Optional<SigningKeyPage> keys = Optional.empty();
  volatile boolean stale;
  volatile Runnable beforeAnswer = () -> {};

  @Override
  public CompletionStage<Optional<Seen<OperationPage>>> operations(
      UserKey user, boolean openOnly, long atLeast, Duration within) {
    questions.add(user.text() + " open=" + openOnly + " atLeast=" + atLeast);
    return CompletableFuture.completedStage(
        operations.map(list -> new Seen<>(new OperationPage(new ArrayList<>(list)), stale)));
  }

  @Override
  public CompletionStage<Optional<Seen<OperationPage>>> operation(
      UserKey user, String operationId, long atLeast, Duration within) {
    questions.add(user.text(operationId) + " atLeast=" + atLeast);
    Optional<OperationPage> page =
        operations.map(
            list ->
                new OperationPage(
                    list.stream()
                        .filter(shown -> shown.getUserId().equals(user.userId()))
                        .filter(shown -> shown.getOperationId().equals(operationId))
                        .toList()));
    beforeAnswer.run();
    return CompletableFuture.completedStage(page.map(found -> new Seen<>(found, stale)));
  }

  @Override
  public CompletionStage<Optional<Seen<SigningKeyPage>>> signingKeys(
      String tenant, Duration within) {
    questions.add(tenant + " keys");
    return CompletableFuture.completedStage(keys.map(page -> new Seen<>(page, stale)));
  }

  @Override
  public CompletionStage<Optional<Seen<CredentialPage>>> credentials(
      UserKey user, long atLeast, Duration within) {
    questions.add(user.text() + " devices atLeast=" + atLeast);
    return CompletableFuture.completedStage(
        credentials.map(list -> new Seen<>(new CredentialPage(new ArrayList<>(list)), stale)));
  }
}
