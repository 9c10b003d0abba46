package dev.assent.schemas.key;

import java.util.regex.Pattern;

/** Operation ids as relying parties choose them, and the record key under which one is claimed. */
public final class OperationIds {
  /** The form of an operation id, in words. */
  public static final String RULE = "operationId must be 1 to 128 visible ASCII characters";

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{1,128}");

  private OperationIds() {}

  /** Whether the text can be an operation id: 1 to 128 visible ASCII characters. */
  public static boolean isValid(String operationId) {
    return FORM.matcher(operationId).matches();
  }

  /** The record key {@code tenant/operationId} of the claim stage, each part percent-encoded. */
  public static String claimKey(String tenant, String operationId) {
    return UserKey.encode(tenant) + "/" + UserKey.encode(operationId);
  }
}
