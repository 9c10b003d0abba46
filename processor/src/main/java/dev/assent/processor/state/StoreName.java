package dev.assent.processor.state;

/** Names of the state stores; a changelog topic is named after each. */
public final class StoreName {
  /** Operation id to user. Key: {@code tenant/operation}. */
  public static final String CLAIMS = "claims-store";

  /** A user's counters. Key: {@code tenant/user}. */
  public static final String USERS = "users-store";

  /** A user's credentials. Key: {@code tenant/user}. */
  public static final String CREDENTIALS = "credentials-store";

  /** Operations. Key: {@code tenant/user/operation}. */
  public static final String OPERATIONS = "operations-store";

  /** Challenge key to operation. Key: the challenge key. */
  public static final String CHALLENGES = "challenges-store";

  /** First replies. Key: {@code tenant/user/attempt}. */
  public static final String ATTEMPTS = "attempts-store";

  /** Deadlines in the order of their time. Key: due time, then what it is for. */
  public static final String TIMERS = "timers-store";

  /** Tenants, on every instance. Key: tenant. */
  public static final String TENANTS = "tenants-store";

  /** Committed operations as readers see them. Key: {@code tenant/user/operation}. */
  public static final String OPERATIONS_VIEW = "operations-view";

  /** Committed credentials as readers see them. Key: {@code tenant/user/credential}. */
  public static final String CREDENTIALS_VIEW = "credentials-view";

  private StoreName() {}
}
