package dev.assent.connectors.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.schemas.model.ProviderRefusal;

/** What came of a JSON call. */
public sealed interface RestAnswer {

  /**
   * The provider answered.
   *
   * @param status of HTTP, which says less than the body
   * @param body the JSON object; missing where the answer is none, strictly read
   */
  record Answered(int status, JsonNode body) implements RestAnswer {
    /** Whether the provider, or something before it, failed: nothing is known then. */
    public boolean isServerFailure() {
      return status >= 500;
    }

    /**
     * Whether the answer to a question says nothing of the transaction: a failure, or no time for
     * it (408 and, of RFC 6585, 429). Asking is safe, so it is asked again.
     */
    public boolean saysNothing() {
      return isServerFailure() || status == 408 || status == 429;
    }

    /** The text of a member; empty where it is none. */
    public String text(String member) {
      return body.path(member).asText("");
    }

    /** The word of an outcome that only HTTP tells, such as {@code HTTP_404}. */
    public String code() {
      return "HTTP_" + status;
    }

    /** What a status means that is a refusal by itself (vendor-apis.md section 12). */
    public ProviderRefusal refusal() {
      return switch (status) {
        case 400, 401, 403, 405 -> ProviderRefusal.CONFIG_ERROR;
        case 408, 429 -> ProviderRefusal.TRANSIENT;
        default -> isServerFailure() ? ProviderRefusal.TRANSIENT : ProviderRefusal.OTHER;
      };
    }
  }

  /** The call certainly did not arrive. */
  record NotSent() implements RestAnswer {}

  /** The call may have arrived. */
  record MaybeSent() implements RestAnswer {}
}
