package dev.assent.schemas.serde;

/** Error codes of the Confluent Schema Registry protocol (API reference, "Errors"). */
final class RegistryError {
  private static final int SUBJECT_NOT_FOUND = 40401;
  private static final int VERSION_NOT_FOUND = 40402;
  private static final int SCHEMA_NOT_FOUND = 40403;

  private RegistryError() {}

  /**
   * Whether the registry itself says that it has no such thing; a bare 404 may come from anything
   * that stands in its place.
   */
  static boolean isUnknown(int errorCode) {
    return errorCode == SUBJECT_NOT_FOUND
        || errorCode == VERSION_NOT_FOUND
        || errorCode == SCHEMA_NOT_FOUND;
  }
}
