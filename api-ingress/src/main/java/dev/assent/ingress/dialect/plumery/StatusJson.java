package dev.assent.ingress.dialect.plumery;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assent.ingress.service.Result;
import dev.assent.schemas.avro.OperationSnapshot;
import dev.assent.schemas.model.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a signature or a login stands, in the vendor's words. What is told of an operation that has
 * ended is made of nothing but its last snapshot, so that it is the same each time.
 */
final class StatusJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** The vendor's statuses. */
  private enum Status {
    PENDING,
    SUCCESS,
    FAILED
  }

  private StatusJson() {}

  /** Refuses an operation that is not the one asked about just as one that there is not. */
  static Result<Optional<OperationSnapshot>> onlyWhere(
      Result<Optional<OperationSnapshot>> found, Predicate<OperationSnapshot> condition) {
    return found instanceof Result.Done<Optional<OperationSnapshot>>(var operation)
            && operation.filter(condition.negate()).isPresent()
        ? new Result.Refused<>(Reason.OPERATION_UNKNOWN)
        : found;
  }

  /**
   * Writes where a signature stands.
   *
   * @param found nothing where the operation cannot be read yet
   */
  static void writeSignature(JsonGenerator json, Optional<OperationSnapshot> found)
      throws IOException {
    json.writeStartObject();
    if (found.isPresent() && status(found.get()) == Status.SUCCESS) {
      OperationSnapshot operation = found.get();
      base64(json, "signature", operation.getSignature());
      json.writeStringField("signatureTimestamp", TIME.format(operation.getDecidedAt()));
      base64(json, "certificate", operation.getCertificate());
    }
    json.writeStringField("status", found.map(StatusJson::status).orElse(Status.PENDING).name());
    writeFailure(json, found);
    json.writeEndObject();
  }

  /**
   * Writes where a login stands.
   *
   * @param found nothing where the operation cannot be read now
   */
  static void writeLogin(JsonGenerator json, Optional<OperationSnapshot> found) throws IOException {
    json.writeStartObject();
    json.writeStringField("status", found.map(StatusJson::status).orElse(Status.PENDING).name());
    if (found.isPresent() && status(found.get()) == Status.SUCCESS) {
      json.writeStringField("userId", found.get().getUserId());
    }
    writeFailure(json, found);
    json.writeEndObject();
  }

  private static void writeFailure(JsonGenerator json, Optional<OperationSnapshot> found)
      throws IOException {
    if (found.isPresent() && status(found.get()) == Status.FAILED) {
      Reason reason = Reason.valueOf(found.get().getReason());
      json.writeStringField(
          "error", UserText.of(reason, Optional.ofNullable(found.get().getLanguage())));
      json.writeStringField("code", reason.name());
    }
  }

  private static Status status(OperationSnapshot operation) {
    return switch (operation.getState()) {
      case PENDING, CHALLENGED, RETRIEVED, DISPATCHED, UNKNOWN_AT_PROVIDER, AWAITING_USER ->
          Status.PENDING;
      case APPROVED -> Status.SUCCESS;
      case DECLINED, CANCELLED, EXPIRED, FAILED -> Status.FAILED;
    };
  }

  private static void base64(JsonGenerator json, String name, ByteBuffer bytesOrNull)
      throws IOException {
    if (bytesOrNull != null) {
      byte[] bytes = new byte[bytesOrNull.remaining()];
      bytesOrNull.duplicate().get(bytes);
      json.writeStringField(name, Base64.getEncoder().encodeToString(bytes));
    }
  }
}
