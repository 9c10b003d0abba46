package dev.assent.ingress.dialect.nevis;

import dev.assent.ingress.authentication.Permission;
import dev.assent.ingress.dialect.Call;
import dev.assent.ingress.dialect.Exchange;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.Json;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.ingress.dialect.RequestPath;
import dev.assent.ingress.service.MobileSignature;
import dev.assent.ingress.service.MobileSignatures;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.Request;
import dev.assent.schemas.avro.CredentialPage;
import dev.assent.schemas.avro.CredentialSnapshot;
import dev.assent.schemas.key.UserKey;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The one mobile signature that a user can have. */
@Controller("/nevisidm/api/core/v1/{clientExtId:[^/]+}/users/{userExtId:[^/]+}")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
final class MobileSignatureController {
  private static final int CLIENT = 4;
  private static final int USER = 6;

  private final Exchange exchange;
  private final NevisDialect dialect;
  private final Operations operations;
  private final MobileSignatures signatures;

  MobileSignatureController(
      Exchange exchange, NevisDialect dialect, Operations operations, MobileSignatures signatures) {
    this.exchange = exchange;
    this.dialect = dialect;
    this.operations = operations;
    this.signatures = signatures;
  }

  @Post("/mobile-signature")
  CompletionStage<HttpResponse<byte[]>> create(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("createMobileSignature", Permission.CREDENTIAL_CREATE, http),
        (request, body) -> {
          UserKey user = user(http, request);
          MobileSignatureForm form = MobileSignatureForm.creation(http, body);
          return signatures.create(
              request,
              user,
              form.toCreation(),
              form.requiredMsisdn(),
              form.requiredIdentificator());
        },
        created -> answer(201, created).header(HttpHeaders.LOCATION, http.getUri().getRawPath()));
  }

  @Get(value = "/mobile-signature", headRoute = false)
  CompletionStage<HttpResponse<byte[]>> get(HttpRequest<?> http) {
    return exchange.serve(
        call("getMobileSignature", Permission.CREDENTIAL_VIEW, http),
        request -> signatures.find(request, user(http, request)),
        found -> answer(200, found));
  }

  @Patch("/mobile-signature")
  CompletionStage<HttpResponse<byte[]>> change(HttpRequest<?> http) {
    return exchange.serveWithBody(
        call("changeMobileSignature", Permission.CREDENTIAL_MODIFY, http),
        (request, body) -> {
          UserKey user = user(http, request);
          MobileSignatureForm form = MobileSignatureForm.change(http, body);
          return signatures.change(
              request, user, form.toChange(), form.msisdn(), form.identificator());
        },
        changed -> answer(200, changed));
  }

  @Delete("/mobile-signature")
  CompletionStage<HttpResponse<byte[]>> delete(HttpRequest<?> http) {
    return exchange.serve(
        call("deleteMobileSignature", Permission.CREDENTIAL_DELETE, http),
        request -> signatures.delete(request, user(http, request)),
        _ -> HttpResponse.noContent());
  }

  @Get(value = "/credentials", headRoute = false)
  CompletionStage<HttpResponse<byte[]>> credentials(HttpRequest<?> http) {
    return exchange.serve(
        call("listCredentials", Permission.CREDENTIAL_VIEW, http),
        request -> operations.credentials(request, user(http, request)),
        page -> list(page));
  }

  private Call call(String operation, Permission permission, HttpRequest<?> http) {
    return new Call(dialect, operation, permission, http);
  }

  /** A client that is not the caller's looks like one that there is not. */
  private UserKey user(HttpRequest<?> http, Request request) {
    String tenant = request.caller().tenant();
    UserKey user =
        UserKey.find(tenant, RequestPath.segment(http, USER))
            .filter(named -> !named.isUnassigned())
            .filter(_ -> RequestPath.segment(http, CLIENT).equals(tenant))
            .orElseThrow(() -> new Rejected(Failure.NOT_FOUND, Failure.NOT_FOUND.text()));
    if (!signatures.isSetUp()) {
      throw new Rejected(
          Failure.NOT_SET_UP,
          "no calling numbers are kept here: the setting vault.key.file is missing");
    }
    return user;
  }

  private static MutableHttpResponse<byte[]> answer(int status, MobileSignature signature) {
    return Json.answer(status, json -> MobileSignatureJson.write(json, signature));
  }

  private MutableHttpResponse<byte[]> list(CredentialPage page) {
    // one that was deleted is shown to nobody here
    List<CredentialSnapshot> credentials =
        page.getCredentials().stream()
            .filter(credential -> !isFormerMobileSignature(credential))
            .toList();
    return Json.answer(
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (CredentialSnapshot credential : credentials) {
            if (credential.getMobileSignature() == null) {
              MobileSignatureJson.writeOther(json, credential);
            } else {
              UserKey user = new UserKey(credential.getTenant(), credential.getUserId());
              MobileSignatureJson.write(json, signatures.open(user, credential));
            }
          }
          json.writeEndArray();
          json.writeObjectFieldStart("_pagination");
          json.writeNumberField("limit", credentials.size());
          json.writeNumberField("totalResult", credentials.size());
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static boolean isFormerMobileSignature(CredentialSnapshot credential) {
    return credential.getChannel() != null
        && credential.getConnector() == null
        && credential.getMobileSignature() == null;
  }
}
