package dev.assent.ingress.dialect.plumery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.service.Request;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.key.UserKey;
import dev.assent.schemas.request.CreationForm;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a signature is asked for.
 *
 * @param user who is to sign
 */
record SignatureRequest(UserKey user, CreateOperation creation) {
  static final String CORRELATION_ID = "correlationId";
  static final String USERNAME = "username";
  static final String ADDITIONAL_DETAILS = "additionalDetails";

  static final String CONTEXT = "signatureContextData";
  static final Set<String> MEMBERS = Set.of(CORRELATION_ID, CONTEXT, ADDITIONAL_DETAILS);
  static final Set<String> CONTEXT_MEMBERS = Set.of(Payload.SIGNATURE.member());

  private static final String LOGIN = "LOGIN";

  /**
   * Reads the request.
   *
   * @param channels those that the tenant allows, by their names
   */
  static SignatureRequest read(
      Request request, HttpRequest<?> http, byte[] body, List<String> channels) {
    JsonObject fields = JsonObject.read(http, body, MEMBERS);
    JsonObject context = JsonObject.of(CONTEXT, fields.member(CONTEXT), CONTEXT_MEMBERS);
    JsonNode dataToSign = context.member(Payload.SIGNATURE.member());
    JsonObject data = JsonObject.open(Payload.SIGNATURE.member(), dataToSign);
    Optional<String> action = data.optionalText("action");
    Optional<String> _ = data.optionalText("nonce");
    CreateOperation creation = new CreateOperation();
    creation.setOperationId(CorrelationIds.operationId(fields.text(CORRELATION_ID)));
    creation.setKind(
        action.filter(LOGIN::equals).isPresent()
            ? OperationKind.AUTHENTICATION
            : OperationKind.SIGNING);
    creation.setChannel(Channel.DEVICE);
    creation.setAnyChannel(true);
    creation.setDisplayData(Payload.SIGNATURE.shown(dataToSign));
    fields
        .optionalMember(ADDITIONAL_DETAILS)
        .map(details -> JsonObject.open(ADDITIONAL_DETAILS, details))
        .ifPresent(details -> addDetails(creation, details, channels));
    Rejected.where(CreationForm.objection(creation));
    return new SignatureRequest(user(request, data.text(USERNAME)), creation);
  }

  /** The user of that name. */
  static UserKey user(Request request, String username) {
    return UserKey.find(request.caller().tenant(), username)
        .filter(user -> !user.isUnassigned())
        .orElseThrow(
            () -> Rejected.badRequest("username must be 1 to 128 visible ASCII characters"));
  }

  /**
   * The vendor leaves open what stands there: two members mean something, others are for others.
   */
  private static void addDetails(
      CreateOperation creation, JsonObject details, List<String> channels) {
    details
        .optionalConstant("channel", Channel.class)
        .ifPresent(
            channel -> {
              if (!channels.contains(channel.name())) {
                throw Rejected.badRequest("channel must be one of the tenant's channelOrder");
              }
              creation.setChannel(channel);
              creation.setAnyChannel(false);
            });
    creation.setLanguage(details.optionalText("language").orElse(null));
  }
}
