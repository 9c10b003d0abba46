package dev.assent.standalone.simulator.mobileid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.standalone.simulator.authority.TestAuthority;
import dev.assent.standalone.simulator.rest.Misbehaviour;
import dev.assent.standalone.simulator.rest.SimulatorSettings;
import ee.sk.mid.MidAuthentication;
import ee.sk.mid.MidAuthenticationHashToSign;
import ee.sk.mid.MidAuthenticationResponseValidator;
import ee.sk.mid.MidClient;
import ee.sk.mid.MidDisplayTextFormat;
import ee.sk.mid.MidHashToSign;
import ee.sk.mid.MidHashType;
import ee.sk.mid.MidLanguage;
import ee.sk.mid.MidSignature;
import ee.sk.mid.exception.MidDeliveryException;
import ee.sk.mid.exception.MidException;
import ee.sk.mid.exception.MidInternalErrorException;
import ee.sk.mid.exception.MidInvalidUserConfigurationException;
import ee.sk.mid.exception.MidNotMidClientException;
import ee.sk.mid.exception.MidPhoneNotAvailableException;
import ee.sk.mid.exception.MidSessionNotFoundException;
import ee.sk.mid.exception.MidSessionTimeoutException;
import ee.sk.mid.exception.MidUnauthorizedException;
import ee.sk.mid.exception.MidUserCancellationException;
import ee.sk.mid.rest.dao.MidSessionStatus;
import ee.sk.mid.rest.dao.request.MidAuthenticationRequest;
import ee.sk.mid.rest.dao.request.MidCertificateRequest;
import ee.sk.mid.rest.dao.request.MidSignatureRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator speaks what the vendor's own client expects. */
final class MobileIdVendorClientTest {
  private static final String PHONE = "+37200000766";
  private static final String IDENTITY = "60001019906";
  private static final byte[] DOCUMENT = "a document".getBytes(StandardCharsets.UTF_8);

  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static MobileIdSimulator simulator;

  @BeforeAll
  static void start() throws IOException {
    simulator =
        MobileIdSimulator.start(
            new SimulatorSettings(
                0, AUTHORITY, Duration.ofMillis(100), Duration.ZERO, Duration.ofMillis(100)));
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("+37200000366", "60001019928", MidNotMidClientException.class),
        Arguments.of("+37201100266", "60001019950", MidUserCancellationException.class),
        Arguments.of("+37200000666", "60001019961", MidInvalidUserConfigurationException.class),
        Arguments.of("+37201200266", "60001019972", MidDeliveryException.class),
        Arguments.of("+37207110066", "60001019947", MidDeliveryException.class),
        Arguments.of("+37213100266", "60001019983", MidPhoneNotAvailableException.class),
        Arguments.of("+37066000266", "50001018908", MidSessionTimeoutException.class),
        Arguments.of(
            phone(Misbehaviour.NEVER_ANSWERED), IDENTITY, MidSessionTimeoutException.class),
        Arguments.of(phone(Misbehaviour.UNKNOWN_CODE), IDENTITY, MidInternalErrorException.class),
        Arguments.of(phone(Misbehaviour.SERVER_FAILURE), IDENTITY, MidInternalErrorException.class),
        Arguments.of(phone(Misbehaviour.FORGOTTEN), IDENTITY, MidSessionNotFoundException.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {PHONE, "+37200009001"})
  void shouldLogInWhatTheVendorsClientValidates(String phone) throws GeneralSecurityException {
    // Given
    MidClient client = client();
    MidAuthenticationHashToSign hash =
        MidAuthenticationHashToSign.generateRandomHashOfType(MidHashType.SHA512);

    // When
    MidAuthentication authentication = logIn(client, phone, IDENTITY, hash);

    // Then
    assertThat(
            new MidAuthenticationResponseValidator(List.of(AUTHORITY.root()))
                .validate(authentication))
        .satisfies(
            result -> {
              assertThat(result.getErrors()).isEmpty();
              assertThat(result.isValid()).isTrue();
            });
  }

  @Test
  void shouldSignAHashByTheCertificateThatIsAskedFor() throws GeneralSecurityException {
    // Given
    MidClient client = client();
    MidHashToSign hash =
        MidHashToSign.newBuilder()
            .withDataToHash(DOCUMENT)
            .withHashType(MidHashType.SHA256)
            .build();

    // When
    X509Certificate certificate =
        client.createMobileIdCertificate(
            client
                .getMobileIdConnector()
                .getCertificate(
                    MidCertificateRequest.newBuilder()
                        .withPhoneNumber(PHONE)
                        .withNationalIdentityNumber(IDENTITY)
                        .build()));
    MidSignature signed = sign(client, hash);

    // Then
    assertThat(signed.getAlgorithmName()).isEqualTo("SHA256WithECEncryption");
    Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
    verifier.initVerify(certificate);
    verifier.update(DOCUMENT);
    assertThat(verifier.verify(signed.getValue())).isTrue();
    assertThat(simulator.prompts(hash.getHashInBase64())).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldFailAsTheVendorsClientTells(
      String phone, String identity, Class<? extends MidException> failure)
      throws GeneralSecurityException {
    // Given
    MidClient client = client();
    MidAuthenticationHashToSign hash =
        MidAuthenticationHashToSign.generateRandomHashOfDefaultType();

    // When, then
    assertThatThrownBy(() -> logIn(client, phone, identity, hash)).isInstanceOf(failure);
  }

  @Test
  void shouldSignWhatTheVendorsClientDoesNotBelieve() throws GeneralSecurityException {
    // Given
    MidClient client = client();
    MidAuthenticationHashToSign hash =
        MidAuthenticationHashToSign.generateRandomHashOfDefaultType();

    // When
    MidAuthentication authentication =
        logIn(client, phone(Misbehaviour.WRONG_CONTENT), IDENTITY, hash);

    // Then
    assertThat(
            new MidAuthenticationResponseValidator(List.of(AUTHORITY.root()))
                .validate(authentication)
                .isValid())
        .isFalse();
  }

  @Test
  void shouldKnowItsRelyingParty() throws GeneralSecurityException {
    // Given
    MidClient client = builder().withRelyingPartyName("SOMEBODY").build();
    MidAuthenticationHashToSign hash =
        MidAuthenticationHashToSign.generateRandomHashOfDefaultType();

    // When, then
    assertThatThrownBy(() -> logIn(client, PHONE, IDENTITY, hash))
        .isInstanceOf(MidUnauthorizedException.class);
  }

  private static MidAuthentication logIn(
      MidClient client, String phone, String identity, MidAuthenticationHashToSign hash) {
    MidAuthenticationRequest request =
        MidAuthenticationRequest.newBuilder()
            .withPhoneNumber(phone)
            .withNationalIdentityNumber(identity)
            .withHashToSign(hash)
            .withLanguage(MidLanguage.ENG)
            .withDisplayText("Log in?")
            .withDisplayTextFormat(MidDisplayTextFormat.GSM7)
            .build();
    String session = client.getMobileIdConnector().authenticate(request).getSessionID();
    MidSessionStatus status =
        client.getSessionStatusPoller().fetchFinalAuthenticationSessionStatus(session);
    return client.createMobileIdAuthentication(status, hash);
  }

  private static MidSignature sign(MidClient client, MidHashToSign hash) {
    MidSignatureRequest request =
        MidSignatureRequest.newBuilder()
            .withPhoneNumber(PHONE)
            .withNationalIdentityNumber(IDENTITY)
            .withHashToSign(hash)
            .withLanguage(MidLanguage.ENG)
            .build();
    String session = client.getMobileIdConnector().sign(request).getSessionID();
    return client.createMobileIdSignature(
        client.getSessionStatusPoller().fetchFinalSignatureSessionStatus(session));
  }

  private static MidClient client() throws GeneralSecurityException {
    return builder().build();
  }

  private static MidClient.MobileIdClientBuilder builder() throws GeneralSecurityException {
    return MidClient.newBuilder()
        .withHostUrl(simulator.url().toString())
        .withRelyingPartyUUID(MobileIdSimulator.RELYING_PARTY_UUID)
        .withRelyingPartyName(MobileIdSimulator.RELYING_PARTY_NAME)
        .withLongPollingTimeoutSeconds(1)
        .withTrustSslContext(SSLContext.getDefault());
  }

  private static String phone(Misbehaviour misbehaviour) {
    return "+372" + misbehaviour.digits();
  }
}
