package dev.assent.ingress.view;

import dev.assent.schemas.avro.CredentialPage;
import dev.assent.schemas.avro.OperationPage;
import dev.assent.schemas.avro.SigningKeyPage;
import dev.assent.schemas.key.UserKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What is committed about users. Every question names a user sequence that the answer should have
 * reached, and a bound on the wait; an empty answer means that the view cannot be asked now. Never
 * completes exceptionally.
 */
public interface CommittedView {
  /**
   * A page of the view.
   *
   * @param stale whether it comes from a copy that may be behind, because the owner moves
   */
  record Seen<T>(T page, boolean stale) {}

  /** The user's operations, only the open ones where asked so. */
  CompletionStage<Optional<Seen<OperationPage>>> operations(
      UserKey user, boolean openOnly, long atLeast, Duration within);

  /** One operation of the user: a page of one or none. */
  CompletionStage<Optional<Seen<OperationPage>>> operation(
      UserKey user, String operationId, long atLeast, Duration within);

  /** The public keys of the tenant as they are now: never from a cache. */
  CompletionStage<Optional<Seen<SigningKeyPage>>> signingKeys(String tenant, Duration within);

  /** The user's credentials. */
  CompletionStage<Optional<Seen<CredentialPage>>> credentials(
      UserKey user, long atLeast, Duration within);
}
