package dev.assent.ingress.dialect.administration;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.tenant.LoginRedirect;
import dev.assent.schemas.avro.TenantPolicy;
import dev.assent.schemas.model.Channel;
import dev.assent.schemas.model.NumberMatching;
import dev.assent.schemas.model.PolicyLimit;
import dev.assent.schemas.model.ProofKind;
import dev.assent.schemas.model.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * A policy in requests and answers. What is absent gets its standard value; everything else is
 * checked as the processor checks it, because a policy that it cannot use locks the tenant out.
 */
final class PolicyJson {
  private static final String PROOF_KINDS = "proofKinds";
  private static final String NUMBER_MATCHING = "numberMatching";
  private static final String DEFAULT_LANGUAGE = "defaultLanguage";
  private static final String TEMPLATES = "templates";
  private static final String CHANNEL_ORDER = "channelOrder";
  private static final String LOGIN_REDIRECT_URL = "loginRedirectUrl";
  private static final String GENERIC_STATUS_CODES = "genericStatusCodes";
  static final Set<String> MEMBERS =
      Stream.of(
              Arrays.stream(PolicyLimit.values()).map(PolicyLimit::field),
              Stream.of(
                  PROOF_KINDS,
                  NUMBER_MATCHING,
                  DEFAULT_LANGUAGE,
                  TEMPLATES,
                  CHANNEL_ORDER,
                  LOGIN_REDIRECT_URL,
                  GENERIC_STATUS_CODES),
              MobilePolicyJson.MEMBERS.stream(),
              ProviderTrustJson.MEMBERS.stream())
          .flatMap(members -> members)
          .collect(Collectors.toUnmodifiableSet());
  private static final Set<String> PROOF_KIND_NAMES = names(ProofKind.values());
  private static final Set<String> CHANNEL_NAMES = names(Channel.values());
  private static final Set<String> NUMBER_MATCHING_NAMES = names(NumberMatching.values());

  private PolicyJson() {}

  static TenantPolicy read(JsonNode node) {
    JsonObject fields = JsonObject.of("policy", node, MEMBERS);
    TenantPolicy policy = standard();
    for (PolicyLimit limit : PolicyLimit.values()) {
      fields.optionalMember(limit.field()).ifPresent(value -> set(policy, limit, value));
    }
    if (policy.getLongestCoolDown() < policy.getCoolDown()) {
      throw Rejected.badRequest("policy.longestCoolDown must be at least coolDown");
    }
    fields
        .optionalMember(PROOF_KINDS)
        .map(kinds -> names(PROOF_KINDS, kinds, PROOF_KIND_NAMES))
        .ifPresent(policy::setProofKinds);
    fields
        .optionalMember(CHANNEL_ORDER)
        .map(channels -> names(CHANNEL_ORDER, channels, CHANNEL_NAMES))
        .ifPresent(policy::setChannelOrder);
    fields
        .optionalText(LOGIN_REDIRECT_URL)
        .ifPresent(
            text -> {
              require(
                  LoginRedirect.parse(text).isPresent(),
                  "policy." + LOGIN_REDIRECT_URL + " " + LoginRedirect.RULE);
              policy.setLoginRedirectUrl(text);
            });
    fields
        .optionalText(NUMBER_MATCHING)
        .ifPresent(
            text -> {
              require(
                  NUMBER_MATCHING_NAMES.contains(text),
                  "policy.numberMatching must be REQUIRED, WHERE_POSSIBLE or OFF");
              policy.setNumberMatching(text);
            });
    fields
        .optionalText(DEFAULT_LANGUAGE)
        .ifPresent(
            text -> {
              require(
                  Template.isLanguage(text),
                  "policy.defaultLanguage must be a BCP 47 tag in its canonical form");
              policy.setDefaultLanguage(text);
            });
    fields
        .optionalMember(TEMPLATES)
        .map(templates -> TemplateJson.read(templates, policy.getDefaultLanguage()))
        .ifPresent(policy::setTemplates);
    MobilePolicyJson.read(fields, policy);
    ProviderTrustJson.read(fields, policy);
    fields
        .optionalMember(GENERIC_STATUS_CODES)
        .ifPresent(
            value -> {
              require(value.isBoolean(), "policy.genericStatusCodes must be true or false");
              policy.setGenericStatusCodes(value.booleanValue());
            });
    return policy;
  }

  static void write(JsonGenerator json, TenantPolicy policy) throws IOException {
    json.writeStartObject();
    for (PolicyLimit limit : PolicyLimit.values()) {
      json.writeNumberField(limit.field(), ((Number) policy.get(limit.field())).longValue());
    }
    json.writeArrayFieldStart(PROOF_KINDS);
    for (String kind : policy.getProofKinds()) {
      json.writeString(kind);
    }
    json.writeEndArray();
    json.writeStringField(NUMBER_MATCHING, policy.getNumberMatching());
    json.writeStringField(DEFAULT_LANGUAGE, policy.getDefaultLanguage());
    json.writeFieldName(TEMPLATES);
    TemplateJson.write(json, policy.getTemplates());
    MobilePolicyJson.write(json, policy);
    ProviderTrustJson.write(json, policy);
    json.writeArrayFieldStart(CHANNEL_ORDER);
    for (String channel : policy.getChannelOrder()) {
      json.writeString(channel);
    }
    json.writeEndArray();
    Json.optional(json, LOGIN_REDIRECT_URL, policy.getLoginRedirectUrl());
    json.writeBooleanField(GENERIC_STATUS_CODES, policy.getGenericStatusCodes());
    json.writeEndObject();
  }

  private static TenantPolicy standard() {
    return TenantPolicy.newBuilder()
        .setTimeToLive(PolicyLimit.TIME_TO_LIVE.standard())
        .setMaximumFailedProofs((int) PolicyLimit.MAXIMUM_FAILED_PROOFS.standard())
        .setMaximumPending((int) PolicyLimit.MAXIMUM_PENDING.standard())
        .setRetention(PolicyLimit.RETENTION.standard())
        .build();
  }

  private static void set(TenantPolicy policy, PolicyLimit limit, JsonNode value) {
    require(
        value.isIntegralNumber() && value.canConvertToLong() && limit.allows(value.longValue()),
        "policy." + limit.rule());
    boolean isInt =
        policy.getSchema().getField(limit.field()).schema().getType() == Schema.Type.INT;
    // each a box of its own: an expression of both types would make a long of either
    if (isInt) {
      policy.put(limit.field(), value.intValue());
    } else {
      policy.put(limit.field(), value.longValue());
    }
  }

  /** Some of the known names, at least one, each once, in the order given. */
  private static List<String> names(String member, JsonNode node, Set<String> known) {
    Set<String> names = new LinkedHashSet<>();
    boolean valid = node.isArray() && !node.isEmpty();
    for (JsonNode name : node) {
      valid &= name.isTextual() && known.contains(name.asText()) && names.add(name.asText());
    }
    require(
        valid,
        "policy.%s must be an array of at least one of %s, each once"
            .formatted(member, String.join(", ", known)));
    return new ArrayList<>(names);
  }

  private static Set<String> names(Enum<?>[] values) {
    return Arrays.stream(values)
        .map(Enum::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw Rejected.badRequest(otherwise);
    }
  }
}
