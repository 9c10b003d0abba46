package dev.assent.ingress.application;

import static dev.assent.ingress.application.IngressUnderTest.ADMINISTRATOR;
import static dev.assent.ingress.application.IngressUnderTest.BACK_END;
import static dev.assent.ingress.application.IngressUnderTest.DISABLED;
import static dev.assent.ingress.application.IngressUnderTest.FRONT_END;
import static dev.assent.ingress.application.IngressUnderTest.NOW;
import static dev.assent.ingress.application.IngressUnderTest.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assent.schemas.avro.AuditRecord;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("AS-19")
class AuditTest {
  private static IngressUnderTest ingress;

  @BeforeAll
  static void start() {
    ingress = new IngressUnderTest();
  }

  @AfterAll
  static void stop() {
    ingress.close();
  }

  @BeforeEach
  void reset() {
    ingress.reset();
  }

  @ParameterizedTest
  @EnumSource(Speaker.class)
  void shouldRecordWhoIsLetIn(Speaker speaker) {
    // When
    ingress.send(
        ingress
            .post(speaker.path(), "{}")
            .header(speaker.header(), speaker.credentials())
            .header("X-Request-ID", "request-1"));

    // Then
    AuditRecord record = onlyRecord();
    assertThat(record.getEvent()).isEqualTo("AUTHENTICATION");
    assertThat(record.getOutcome()).isEqualTo("GRANTED");
    assertThat(record.getTenant()).isEqualTo(speaker == Speaker.ADMINISTRATION ? null : TENANT);
    assertThat(record.getKeyId()).isIn("back", "front", "root");
    assertThat(record.getFactors())
        .containsExactly(speaker == Speaker.ONESPAN ? "BASIC" : "API_KEY");
    assertThat(record.getRecordedAt()).isEqualTo(NOW);
    assertThat(record.getRemoteAddress()).isEqualTo("127.0.0.1");
    assertThat(record.getTraceId()).matches("[0-9a-f]{32}");
    assertThat(record.getRequestId()).isEqualTo("request-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong.secret-text", DISABLED, ""})
  void shouldRecordWhoIsNotLetInWithoutWhatWasPresented(String key) {
    // When
    ingress.send(ingress.request("/v2/operations/a").header("X-Api-Key", key).GET());

    // Then
    AuditRecord record = onlyRecord();
    assertThat(record.getEvent()).isEqualTo("AUTHENTICATION");
    assertThat(record.getOutcome()).isEqualTo("REFUSED");
    assertThat(record.getDialect()).isEqualTo("keyless");
    assertThat(record.getOperation()).isEqualTo("get");
    assertThat(record.getTenant()).isNull();
    assertThat(record.getKeyId()).isNull();
    assertThat(record.getFactors()).isEmpty();
    assertThat(record.toString()).doesNotContain("secret-text", ".key");
  }

  @Test
  void shouldRecordWhoLacksThePermission() {
    // When
    ingress.send(ingress.request("/v2/operations/a").header("X-Api-Key", FRONT_END).GET());

    // Then
    assertThat(ingress.audited())
        .extracting(AuditRecord::getEvent, AuditRecord::getOutcome, AuditRecord::getKeyId)
        .containsExactly(
            tuple("AUTHENTICATION", "GRANTED", "front"),
            tuple("AUTHORISATION", "REFUSED", "front"));
    assertThat(ingress.audited())
        .allSatisfy(record -> assertThat(record.getFactors()).containsExactly("API_KEY"));
  }

  @Test
  void shouldRecordWhatAnAdministratorChanges() {
    // When
    HttpResponse<String> made =
        ingress.send(
            ingress
                .post(
                    "/api/v1/tenants/demo/api-keys", "{\"keyId\":\"k1\",\"roles\":[\"BACK_END\"]}")
                .header("X-Api-Key", ADMINISTRATOR));

    // Then
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    AuditRecord record = ingress.audited().getLast();
    assertThat(record.getEvent()).isEqualTo("ADMINISTRATION");
    assertThat(record.getOutcome()).isEqualTo("DONE");
    assertThat(record.getOperation()).isEqualTo("key k1 added");
    assertThat(record.getTenant()).isEqualTo(TENANT);
    assertThat(record.getKeyId()).isEqualTo("root");
    assertThat(ingress.audited().toString()).doesNotContain("k1.");
  }

  @Test
  void shouldRecordNothingOfWhatNeedsNoKey() {
    // When
    ingress.send(ingress.request("/health/readiness").GET());
    ingress.send(ingress.request("/nowhere").header("X-Api-Key", BACK_END).GET());

    // Then
    assertThat(ingress.audited()).isEmpty();
  }

  private static AuditRecord onlyRecord() {
    assertThat(ingress.audited()).hasSize(1);
    return ingress.audited().getFirst();
  }
}
