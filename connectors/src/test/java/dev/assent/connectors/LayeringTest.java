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
          .layer("provider")
          .definedBy("dev.assent.connectors.provider")
          .whereLayer("application")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("kafka")
          .mayOnlyBeAccessedByLayers("application")
          .whereLayer("worker")
          .mayOnlyBeAccessedByLayers("application", "kafka")
          .whereLayer("kinds")
          .mayOnlyBeAccessedByLayers("application")
          .whereLayer("provider")
          .mayOnlyBeAccessedByLayers("application", "kafka", "worker", "kinds");

  @ArchTest
  static final ArchRule shouldCallOutThroughOneClient =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.assent.connectors.outbound")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.net.http.HttpClient");

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
