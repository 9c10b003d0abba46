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
  /** The user's operations, only the open ones where asked so. */
  CompletionStage<Optional<OperationPage>> operations(
      UserKey user, boolean openOnly, long atLeast, Duration within);

  /** One operation of the user: a page of one or none. */
  CompletionStage<Optional<OperationPage>> operation(
      UserKey user, String operationId, long atLeast, Duration within);

  /** The public keys of the tenant as they are now: never from a cache. */
  CompletionStage<Optional<SigningKeyPage>> signingKeys(String tenant, Duration within);

  /** The user's credentials. */
  CompletionStage<Optional<CredentialPage>> credentials(
      UserKey user, long atLeast, Duration within);
}
