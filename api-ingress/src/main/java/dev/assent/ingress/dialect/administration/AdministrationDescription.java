package dev.assent.ingress.dialect.administration;

import static dev.assent.ingress.openapi.Schema.constant;
import static dev.assent.ingress.openapi.Schema.flag;
import static dev.assent.ingress.openapi.Schema.list;
import static dev.assent.ingress.openapi.Schema.number;
import static dev.assent.ingress.openapi.Schema.object;
import static dev.assent.ingress.openapi.Schema.optional;
import static dev.assent.ingress.openapi.Schema.required;
import static dev.assent.ingress.openapi.Schema.text;
import static dev.assent.ingress.openapi.Schema.texts;
import static dev.assent.ingress.openapi.Schema.time;
import static io.micronaut.http.HttpMethod.DELETE;
import static io.micronaut.http.HttpMethod.GET;
import static io.micronaut.http.HttpMethod.POST;
import static io.micronaut.http.HttpMethod.PUT;

import dev.assent.ingress.authentication.Scheme;
import dev.assent.ingress.dialect.Dialect;
import dev.assent.ingress.openapi.Description;
import dev.assent.ingress.openapi.Endpoint;
import dev.assent.ingress.openapi.Schema;
import dev.assent.ingress.openapi.Schema.Member;
import dev.assent.schemas.avro.ApiKeyRole;
import dev.assent.schemas.avro.Channel;
import dev.assent.schemas.model.NumberMatching;
import dev.assent.schemas.model.PolicyLimit;
import dev.assent.schemas.model.ProofKind;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the dialect says of itself. */
@Singleton
final class AdministrationDescription implements Description {
  private static final String TENANT_PATH = "/api/v1/tenants/{tenant}";
  private static final String KEYS_PATH = TENANT_PATH + "/api-keys";
  private static final Schema TENANT = text("The tenant's id").matching("[A-Za-z0-9._-]{1,64}");
  private static final Schema KEY_ID = text("The key's id").matching("[A-Za-z0-9_-]{1,64}");
  private static final Schema NAME = text("What people call the tenant").atMost(128);
  private static final Schema ROLES =
      list("What the key allows", constant("A role", ApiKeyRole.values()));
  private static final Member[] HEAD = {
    required("tenant", TENANT),
    required("displayName", NAME),
    required("enabled", flag("Whether its keys are accepted")),
    required("version", number("Changes so far", 0, Long.MAX_VALUE))
  };
  private static final Member[] KEY = {
    required("keyId", KEY_ID),
    required("roles", ROLES),
    required("createdAt", time("When it was made")),
    optional("notBefore", time("When it begins to be valid")),
    optional("expiresAt", time("When it ends to be valid"))
  };

  private final AdministrationDialect dialect;

  AdministrationDescription(AdministrationDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public String title() {
    return "Assent administration";
  }

  @Override
  public String version() {
    return "v1";
  }

  @Override
  public String summary() {
    return "Tenants, their policies and their API keys. The key is an administrator's.";
  }

  /** An administrator is of no tenant, so that no registration could say who it is. */
  @Override
  public Set<Scheme> schemes() {
    return dialect.schemes();
  }

  @Override
  public String errorType() {
    return MediaType.APPLICATION_JSON_PROBLEM;
  }

  @Override
  public Schema error() {
    return Schema.problem();
  }

  @Override
  public List<Endpoint> endpoints() {
    return Stream.concat(
            tenants().stream(),
            WebhookSchemas.endpoints(TENANT_PATH, TENANT, AdministrationDescription::changes)
                .stream())
        .toList();
  }

  private static List<Endpoint> tenants() {
    return List.of(
        Endpoint.of(GET, "listTenants", "/api/v1/tenants", "List all tenants")
            .answers(
                200,
                "All tenants",
                object(required("tenants", list("Tenants in brief", object(HEAD))))),
        answersTenant(
            Endpoint.of(GET, "readTenant", TENANT_PATH, "Read a tenant").path("tenant", TENANT)),
        answersTenant(
                changes(
                    Endpoint.of(PUT, "putTenant", TENANT_PATH, "Make or replace a tenant")
                        .takes(
                            object(
                                TenantController.MEMBERS,
                                required("displayName", NAME),
                                required("policy", policy())))
                        .takesLike("standard", "{\"displayName\": \"Demo bank\", \"policy\": {}}")))
            .answers(201, "Made", tenant())
            .answers(428, "PRECONDITION_REQUIRED", Schema.problem()),
        answersTenant(
            changes(
                Endpoint.of(
                    POST, "enableTenant", TENANT_PATH + "/enable", "Accept its keys again"))),
        answersTenant(
            changes(
                Endpoint.of(
                    POST, "disableTenant", TENANT_PATH + "/disable", "Refuse all its keys"))),
        answersTenant(
                changes(
                    Endpoint.of(
                            PUT,
                            "putAuthentication",
                            TENANT_PATH + "/authentication",
                            "Replace how its callers identify themselves, apart from API keys")
                        .takes(AuthenticationSchemas.authentication())
                        .takesLike(
                            "an issuer and a certificate",
                            """
                        {"schemes": ["API_KEY", "BEARER", "CLIENT_CERTIFICATE"],
                         "issuers": [
                           {"issuer": "https://login.example", "audience": "https://assent.example/demo",
                            "jwksUri": "https://login.example/keys",
                            "scopes": {"signing.write": ["BACK_END"]}}],
                         "clientCertificates": [
                           {"certificateId": "core-2026",
                            "x5t#S256": "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0",
                            "roles": ["BACK_END"]}]}
                        """)))
            .answers(428, "PRECONDITION_REQUIRED", Schema.problem()),
        changes(Endpoint.of(POST, "addApiKey", KEYS_PATH, "Make an API key"))
            .takes(
                object(
                    ApiKeyController.MEMBERS,
                    optional("keyId", KEY_ID),
                    required("roles", ROLES),
                    optional("notBefore", time("When it begins to be valid")),
                    optional("expiresAt", time("When it ends to be valid"))))
            .takesLike("back end", "{\"roles\": [\"BACK_END\"]}")
            .answers(
                201,
                "Made; no other answer tells the key",
                object(
                    Stream.concat(Stream.of(KEY), Stream.of(required("key", text("The key"))))
                        .toArray(Member[]::new))),
        answersTenant(
            changes(Endpoint.of(POST, "expireApiKey", KEYS_PATH + "/{keyId}/expire", "End a key"))
                .path("keyId", KEY_ID)
                .takes(
                    object(
                        ApiKeyController.EXPIRY_MEMBERS,
                        required("expiresAt", time("When it ends to be valid"))))
                .takesLike("then", "{\"expiresAt\": \"2030-01-02T03:04:05Z\"}")),
        changes(Endpoint.of(DELETE, "removeApiKey", KEYS_PATH + "/{keyId}", "Remove a key"))
            .path("keyId", KEY_ID)
            .answers(204, "Removed"));
  }

  private static Endpoint changes(Endpoint endpoint) {
    return endpoint
        .path("tenant", TENANT)
        .header("If-Match", text("The ETag of the state that may be changed"))
        .header("If-None-Match", text("Only *: makes and never replaces"))
        .answers(409, "CONFLICT, OVERTOOK_ANOTHER_CHANGE", Schema.problem())
        .answers(412, "PRECONDITION_FAILED", Schema.problem());
  }

  private static Endpoint answersTenant(Endpoint endpoint) {
    return endpoint.answers(200, "The tenant, with an ETag", tenant());
  }

  private static Schema tenant() {
    return object(
            Stream.concat(
                    Stream.of(HEAD),
                    Stream.of(
                        required("policy", policy()),
                        required("apiKeys", list("Keys without their text", object(KEY))),
                        optional("authentication", AuthenticationSchemas.authentication())))
                .toArray(Member[]::new))
        .named("Tenant");
  }

  private static Schema policy() {
    List<Member> members = new ArrayList<>();
    for (PolicyLimit limit : PolicyLimit.values()) {
      String unit = limit.isDuration() ? "Milliseconds" : "Count";
      members.add(
          optional(
              limit.field(),
              number(unit + "; standard " + limit.standard(), limit.least(), limit.most())));
    }
    members.add(
        optional(
            "proofKinds", list("Accepted kinds of proof", constant("Kind", ProofKind.values()))));
    members.add(
        optional(
            "numberMatching", constant("Whether a number is entered", NumberMatching.values())));
    members.add(optional("defaultLanguage", text("BCP 47")));
    members.add(optional("templates", list("Templates", template())));
    members.add(
        optional(
            "channelOrder",
            list("Channels in the order of preference", constant("Channel", Channel.values()))));
    members.add(optional("loginRedirectUrl", text("Where a login without a user is sent")));
    members.add(
        optional(
            "genericStatusCodes",
            flag("Whether onespan answers a locked user like a wrong proof")));
    members.add(
        optional("msisdnPattern", text("What calling numbers must match, whole").atMost(200)));
    members.add(optional("msspConnectors", texts("Connectors by the URI of their provider")));
    members.add(optional("msspConnector", text("The connector of all other providers")));
    members.add(
        optional(
            "trustAnchors",
            list(
                "Authorities whose certificates sign for users at providers",
                text("X.509 certificate in PEM"))));
    members.add(
        optional(
            "textPrefixes",
            list(
                "What a signed text may begin with, besides nothing",
                text("As agreed with the provider").atMost(40))));
    members.add(
        optional(
            "revocationRequired",
            flag("Whether it must be known that a signer's certificate was not revoked")));
    return object(PolicyJson.MEMBERS, members.toArray(Member[]::new)).named("Policy");
  }

  private static Schema template() {
    return object(
        TemplateJson.MEMBERS,
        required("id", text("The template's id")),
        required("version", number("Its version", 1, Integer.MAX_VALUE)),
        required("texts", texts("Texts by language")),
        required("fields", texts("Types of fields by name: TEXT, AMOUNT, CURRENCY")));
  }
}
