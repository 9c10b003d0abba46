package dev.assent.ingress.dialect.nevis;

import dev.assent.ingress.dialect.CertificateText;
import dev.assent.ingress.dialect.Failure;
import dev.assent.ingress.dialect.JsonObject;
import dev.assent.ingress.dialect.Rejected;
import dev.assent.schemas.avro.ChangeMobileSignature;
import dev.assent.schemas.avro.CreateMobileSignature;
import dev.assent.schemas.model.MobileSignatureState;
import io.micronaut.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The bodies that create and change a mobile signature. What is not the vendor's form is malformed
 * (400); what is, but exceeds a column or is no certificate, breaks a rule (422).
 */
final class MobileSignatureForm {
  static final Set<String> CREATION =
      Set.of(
          "extId",
          "policyExtId",
          "stateName",
          "identificator",
          "msspIdentifier",
          "signerCert",
          "msisdn");
  static final Set<String> CHANGE =
      Set.of(
          "stateName",
          "modificationComment",
          "version",
          "policyExtId",
          "identificator",
          "msspIdentifier",
          "signerCert",
          "msisdn");

  /** Columns of the vendor. */
  private static final int IDENTIFICATOR = 50;

  private static final int MSSP_IDENTIFIER = 50;
  private static final int SIGNER_CERTIFICATE = 4_000;

  /** Columns of ours: the vendor's are not published. */
  private static final int MSISDN = 50;

  private static final int EXTERNAL_ID = 64;
  private static final int COMMENT = 255;

  private final JsonObject fields;

  private MobileSignatureForm(JsonObject fields) {
    this.fields = fields;
  }

  static MobileSignatureForm creation(HttpRequest<?> http, byte[] body) {
    return new MobileSignatureForm(JsonObject.read(http, body, CREATION));
  }

  static MobileSignatureForm change(HttpRequest<?> http, byte[] body) {
    return new MobileSignatureForm(JsonObject.read(http, body, CHANGE));
  }

  CreateMobileSignature toCreation() {
    CreateMobileSignature creation = new CreateMobileSignature();
    creation.setExtId(text("extId", EXTERNAL_ID).orElse(null));
    creation.setPolicyExtId(text("policyExtId", EXTERNAL_ID).orElse(null));
    creation.setMsspIdentifier(required("msspIdentifier", MSSP_IDENTIFIER));
    creation.setCertificate(certificate().orElse(null));
    creation.setStateName(state().orElse(MobileSignatureState.ACTIVE).name());
    return creation;
  }

  ChangeMobileSignature toChange() {
    ChangeMobileSignature change = new ChangeMobileSignature();
    change.setExpectedVersion(version().orElse(null));
    change.setPolicyExtId(text("policyExtId", EXTERNAL_ID).orElse(null));
    change.setMsspIdentifier(text("msspIdentifier", MSSP_IDENTIFIER).orElse(null));
    change.setCertificate(certificate().orElse(null));
    change.setStateName(state().map(Enum::name).orElse(null));
    change.setModificationComment(text("modificationComment", COMMENT).orElse(null));
    return change;
  }

  /** The calling number. */
  Optional<String> msisdn() {
    return text("msisdn", MSISDN);
  }

  String requiredMsisdn() {
    return required("msisdn", MSISDN);
  }

  /** The provider's name for the user. */
  Optional<String> identificator() {
    return text("identificator", IDENTIFICATOR);
  }

  String requiredIdentificator() {
    return required("identificator", IDENTIFICATOR);
  }

  private String required(String name, int most) {
    return text(name, most).orElseThrow(() -> Rejected.badRequest(name + " is required"));
  }

  private Optional<String> text(String name, int most) {
    Optional<String> text = fields.optionalText(name);
    text.ifPresent(
        value -> {
          if (value.isBlank()) {
            throw Rejected.badRequest(name + " must not be empty");
          }
          if (value.length() > most) {
            throw unprocessable("%s must be at most %d characters".formatted(name, most));
          }
        });
    return text;
  }

  private Optional<ByteBuffer> certificate() {
    return text("signerCert", SIGNER_CERTIFICATE)
        .map(
            text ->
                CertificateText.parsePem(text)
                    .orElseThrow(
                        () -> unprocessable("signerCert must be one X.509 certificate in PEM")))
        .map(ByteBuffer::wrap);
  }

  private Optional<MobileSignatureState> state() {
    return fields
        .optionalText("stateName")
        .map(
            text ->
                Arrays.stream(MobileSignatureState.values())
                    .filter(state -> MobileSignatureJson.stateName(state).equals(text))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            Rejected.badRequest(
                                "stateName must be one of "
                                    + Arrays.stream(MobileSignatureState.values())
                                        .map(MobileSignatureJson::stateName)
                                        .toList())));
  }

  private Optional<Integer> version() {
    return fields
        .optionalNumber("version")
        .map(
            number -> {
              if (number != number.intValue()) {
                throw Rejected.badRequest("version must be a whole number of 32 bits");
              }
              return number.intValue();
            });
  }

  private static Rejected unprocessable(String detail) {
    return new Rejected(Failure.UNPROCESSABLE, detail);
  }
}
