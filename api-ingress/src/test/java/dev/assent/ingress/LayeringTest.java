package dev.assent.ingress;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A dialect is a thin translation: a sixth one costs one folder. */
@AnalyzeClasses(
    packages = "dev.assent.ingress",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class LayeringTest {
  private static final DescribedPredicate<JavaClass> ONE_DIALECT =
      DescribedPredicate.describe(
          "belong to one dialect",
          type -> type.getPackageName().startsWith("dev.assent.ingress.dialect."));

  @ArchTest
  static final ArchRule shouldKeepDialectsFromEachOther =
      slices().matching("dev.assent.ingress.dialect.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule shouldKnowNoDialectOutsideOfItsFolder =
      noClasses()
          .that(DescribedPredicate.not(ONE_DIALECT))
          .should()
          .dependOnClassesThat(ONE_DIALECT);

  @ArchTest
  static final ArchRule shouldKeepKafkaFromDialects =
      noClasses()
          .that()
          .resideInAPackage("dev.assent.ingress.dialect..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "dev.assent.ingress.kafka..",
              "dev.assent.ingress.gateway..",
              "dev.assent.ingress.application..",
              "dev.assent.schemas.serde..",
              "dev.assent.schemas.catalogue..");

  @ArchTest
  static final ArchRule shouldKeepTheWebFromWhatIsBehindTheDialects =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.assent.ingress.gateway..",
              "dev.assent.ingress.kafka..",
              "dev.assent.ingress.service..",
              "dev.assent.ingress.tenant..",
              "dev.assent.ingress.view..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.assent.ingress.dialect..", "io.micronaut..");
}
