package dev.assent.connectors;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Providers know neither Kafka nor each other; whoever calls out does it through one client. */
@AnalyzeClasses(
    packages = "dev.assent.connectors",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class LayeringTest {

  @ArchTest
  static final ArchRule shouldDependOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.assent.connectors..")
          .layer("application")
          .definedBy("dev.assent.connectors.application")
          .layer("kafka")
          .definedBy("dev.assent.connectors.kafka")
          .layer("worker")
          .definedBy("dev.assent.connectors.worker")
          .layer("kinds")
          .definedBy(
              "dev.assent.connectors.idp..",
              "dev.assent.connectors.mobileid..",
              "dev.assent.connectors.smartid..",
              "dev.assent.connectors.mssp..")
          .layer("push")
          .definedBy("dev.assent.connectors.push")
          .layer("revocation")
          .definedBy("dev.assent.connectors.revocation")
          .layer("webhook")
          .definedBy("dev.assent.connectors.webhook")
          .layer("provider")
          .definedBy("dev.assent.connectors.provider")
          .whereLayer("application")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("kafka")
          .mayOnlyBeAccessedByLayers("application")
          .whereLayer("worker")
          .mayOnlyBeAccessedByLayers("application", "kafka", "push")
          .whereLayer("push")
          .mayOnlyBeAccessedByLayers("application", "kafka")
          .whereLayer("kinds")
          .mayOnlyBeAccessedByLayers("application")
          .whereLayer("revocation")
          .mayOnlyBeAccessedByLayers("application")
          .whereLayer("webhook")
          .mayOnlyBeAccessedByLayers("application")
          .whereLayer("provider")
          .mayOnlyBeAccessedByLayers("application", "kafka", "worker", "kinds", "revocation");

  @ArchTest
  static final ArchRule shouldCallOutThroughOneClient =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.assent.connectors.outbound")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.net.http.HttpClient");

  /** Webhooks alone go where tenants say, and must connect to the addresses that were checked. */
  @ArchTest
  static final ArchRule shouldCallWhereTenantsSayForWebhooksOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.assent.connectors.webhook")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hc..");

  @ArchTest
  static final ArchRule shouldKeepMicronautAtTheEdge =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.assent.connectors.application")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micronaut..", "io.micrometer..", "jakarta..");

  @ArchTest
  static final ArchRule shouldNotKnowTheOtherModules =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.assent.ingress..",
              "dev.assent.processor..",
              "dev.assent.standalone..",
              "dev.assent.verification..");
}
