package dev.assent.ingress.dialect.nativeapi;

import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.service.Request;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.avro.CreateOperation;
import dev.assent.schemas.avro.OperationKind;
import dev.assent.schemas.request.CreationForm;
import io.micronaut.http.HttpRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** What a creation asks for. */
final class CreationJson {
  static final Set<String> MEMBERS =
      Set.of(
          "operationId",
          "kind",
          "channel",
          "displayData",
          "template",
          "language",
          "scope",
          "proofKinds",
          "maximumFailedProofs",
          "timeToLive",
          "externalUserId",
          "externalReference",
          "matchingValue",
          "connector");
  static final Set<String> TEMPLATE_MEMBERS = Set.of("id", "version");
  private static final SecureRandom RANDOM = new SecureRandom();

  /** 128 bits: an operation without a user is there for whoever knows its id. */
  private static final int ID_BYTES = 16;

  private CreationJson() {}

  static CreateOperation read(Request request, HttpRequest<?> http, byte[] body) {
    JsonObject fields = JsonObject.read(http, body, MEMBERS);
    CreateOperation creation = new CreateOperation();
    creation.setOperationId(operationId(request, fields));
    creation.setKind(fields.constant("kind", OperationKind.class));
    creation.setChannel(fields.optionalConstant("channel", Channel.class).orElse(Channel.DEVICE));
    creation.setDisplayData(fields.texts("displayData"));
    fields
        .optionalMember("template")
        .ifPresent(
            node -> {
              JsonObject template = JsonObject.of("template", node, TEMPLATE_MEMBERS);
              creation.setTemplateId(template.text("id"));
              creation.setTemplateVersion(number(template, "version").orElse(null));
            });
    creation.setLanguage(fields.optionalText("language").orElse(null));
    creation.setScope(fields.optionalText("scope").orElse(null));
    creation.setProofKinds(fields.optionalTexts("proofKinds").orElse(null));
    creation.setMaximumFailedProofs(number(fields, "maximumFailedProofs").orElse(null));
    creation.setTimeToLive(fields.optionalNumber("timeToLive").orElse(null));
    creation.setExternalUserId(fields.optionalText("externalUserId").orElse(null));
    creation.setExternalReference(fields.optionalText("externalReference").orElse(null));
    creation.setMatchingValue(fields.optionalText("matchingValue").orElse(null));
    creation.setMatchingPossible(true);
    creation.setConnector(fields.optionalText("connector").orElse(null));
    Rejected.where(CreationForm.objection(creation));
    return creation;
  }

  /**
   * The caller's, or a fresh one. A repeat would get another fresh one, and so could neither be
   * recognised nor be told from an attempt with other content.
   */
  private static String operationId(Request request, JsonObject fields) {
    Optional<String> given = fields.optionalText("operationId");
    if (given.isEmpty() && request.idempotencyKey().isPresent()) {
      throw Rejected.badRequest("operationId is required together with Idempotency-Key");
    }
    return given.orElseGet(
        () -> {
          byte[] bytes = new byte[ID_BYTES];
          RANDOM.nextBytes(bytes);
          return HexFormat.of().formatHex(bytes);
        });
  }

  /** As far as an int goes: what is beyond is outside every range anyway. */
  private static Optional<Integer> number(JsonObject fields, String name) {
    return fields
        .optionalNumber(name)
        .map(value -> Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }
}
