package dev.assent.processor;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayInputStream;

/** Dependencies point one way; the decisions know the JDK and the plain types only. */
@AnalyzeClasses(
    packages = "dev.assent.processor",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class LayeringTest {

  @ArchTest
  static final ArchRule shouldDecideWithTheJdkAndPlainTypesOnly =
      classes()
          .that()
          .resideInAPackage("dev.assent.processor.decision")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "dev.assent.processor.decision",
              "dev.assent.schemas.model",
              "dev.assent.schemas.key",
              "dev.assent.schemas.device",
              "dev.assent.schemas.ocra",
              "dev.assent.schemas.provider");

  @ArchTest
  static final ArchRule shouldDecideWithoutGeneratedRecords =
      noClasses()
          .that()
          .resideInAPackage("dev.assent.processor.decision")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.assent.schemas.avro..", "org.apache.avro..");

  @ArchTest
  static final ArchRule shouldDecideWithoutAClockOrRandomness =
      noClasses()
          .that()
          .resideInAPackage("dev.assent.processor.decision")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.security.SecureRandom")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.random", "java.nio.file", "java.net")
          .orShould()
          .dependOnClassesThat(
              resideInAPackage("java.io").and(not(type(ByteArrayInputStream.class))));

  @ArchTest
  static final ArchRule shouldKeepTheTopologyFromTheApplicationAndTheViews =
      noClasses()
          .that()
          .resideInAPackage("dev.assent.processor.topology")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.assent.processor.application", "dev.assent.processor.view");

  @ArchTest
  static final ArchRule shouldKeepTheStateFromTheTopology =
      noClasses()
          .that()
          .resideInAPackage("dev.assent.processor.state")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.assent.processor.topology",
              "dev.assent.processor.application",
              "dev.assent.processor.view");

  @ArchTest
  static final ArchRule shouldKeepMicronautAtTheEdge =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.assent.processor.application", "dev.assent.processor.view")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micronaut..", "io.micrometer..", "jakarta..");

  @ArchTest
  static final ArchRule shouldNotKnowTheOtherModules =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.assent.ingress..", "dev.assent.standalone..", "dev.assent.verification..");
}
