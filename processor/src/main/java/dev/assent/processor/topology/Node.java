package dev.assent.processor.topology;

/** Names of the topology's nodes. */
final class Node {
  static final String READ_REQUESTS = "read-requests";
  static final String ADMIT_REQUEST = "admit-request";
  static final String REQUEST_CLAIM = "request-claim";
  static final String DEAD_LETTER_REQUEST = "dead-letter-request";

  static final String READ_CLAIMS = "read-claims";
  static final String READ_REQUESTED = "read-requested";
  static final String DECODE_CLAIM = "decode-claim";
  static final String DECODE_REQUESTED = "decode-requested";
  static final String CLAIM_OPERATION = "claim-operation";
  static final String ADMIT_OPERATION = "admit-operation";
  static final String REPLY_TO_CLAIM = "reply-to-claim";
  static final String DEAD_LETTER_CLAIM = "dead-letter-claim";

  static final String READ_COMMANDS = "read-commands";
  static final String READ_ADMITTED = "read-admitted";
  static final String DECODE_COMMAND = "decode-command";
  static final String DECODE_ADMITTED = "decode-admitted";
  static final String DECIDE = "decide";
  static final String REPLY = "reply";
  static final String PUBLISH_OPERATION = "publish-operation";
  static final String PUBLISH_RESULT = "publish-result";
  static final String PUBLISH_CREDENTIAL = "publish-credential";
  static final String RELEASE_CLAIM = "release-claim";
  static final String HAND_OVER = "hand-over";
  static final String READ_OUTCOMES = "read-outcomes";
  static final String DECODE_OUTCOME = "decode-outcome";
  static final String DISPATCH_TO_IDP = "dispatch-to-idp";
  static final String NOTIFY_DEVICE = "notify-device";
  static final String DISPATCH_TO_MSSP = "dispatch-to-mssp";
  static final String DEAD_LETTER_COMMAND = "dead-letter-command";

  static final String READ_TENANTS = "read-tenants";
  static final String KEEP_TENANT = "keep-tenant";
  static final String READ_OPERATIONS = "read-operations";
  static final String NOTIFY_OPERATION_READERS = "notify-operation-readers";
  static final String READ_CREDENTIALS = "read-credentials";
  static final String NOTIFY_CREDENTIAL_READERS = "notify-credential-readers";

  private Node() {}
}
