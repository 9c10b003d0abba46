package dev.assent.verification;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.assent.standalone.cluster.Installation;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dependencies point one way ({@code docs/design.md}). */
class LayeringTest {
  private static final String SCHEMAS = "dev.assent.schemas..";
  private static final String PROCESSOR = "dev.assent.processor..";
  private static final String INGRESS = "dev.assent.ingress..";
  private static final String CONNECTORS = "dev.assent.connectors..";
  private static final String STANDALONE = "dev.assent.standalone..";
  private static final String VERIFICATION = "dev.assent.verification..";

  private static JavaClasses assent;

  @BeforeAll
  static void readAllModules() {
    Path root = Installation.find().root();
    assent =
        new ClassFileImporter()
            .importPaths(
                List.of(
                        "schemas",
                        "processor",
                        "api-ingress",
                        "connectors",
                        "standalone",
                        "verification")
                    .stream()
                    .map(module -> root.resolve(module).resolve("target/classes"))
                    .toList());
  }

  @Test
  void shouldLetSchemasDependOnNoOtherModule() {
    noClasses()
        .that()
        .resideInAPackage(SCHEMAS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PROCESSOR, INGRESS, CONNECTORS, STANDALONE, VERIFICATION)
        .check(assent);
  }

  @Test
  void shouldLetTheProcessorDependOnSchemasOnly() {
    noClasses()
        .that()
        .resideInAPackage(PROCESSOR)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(INGRESS, CONNECTORS, STANDALONE, VERIFICATION)
        .check(assent);
  }

  @Test
  void shouldLetTheIngressDependOnSchemasOnly() {
    noClasses()
        .that()
        .resideInAPackage(INGRESS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PROCESSOR, CONNECTORS, STANDALONE, VERIFICATION)
        .check(assent);
  }

  @Test
  void shouldLetTheConnectorsDependOnSchemasOnly() {
    noClasses()
        .that()
        .resideInAPackage(CONNECTORS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PROCESSOR, INGRESS, STANDALONE, VERIFICATION)
        .check(assent);
  }

  @Test
  void shouldLetNothingDependOnVerification() {
    noClasses()
        .that()
        .resideOutsideOfPackage(VERIFICATION)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(VERIFICATION)
        .check(assent);
  }

  @Test
  void shouldKeepDecisionsPure() {
    classes()
        .that()
        .resideInAPackage("dev.assent.processor.decision..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "dev.assent.processor.decision..",
            "dev.assent.schemas.model..",
            "dev.assent.schemas.key..",
            "dev.assent.schemas.device..",
            "dev.assent.schemas.ocra..",
            "dev.assent.schemas.provider")
        .check(assent);
  }

  @Test
  void shouldLetTheProcessorKnowNoDialect() {
    // Given
    Set<String> dialects =
        assent.stream()
            .map(type -> type.getPackageName().split("\\.ingress\\.dialect\\.", 2))
            .filter(parts -> parts.length == 2)
            .map(parts -> parts[1])
            .collect(Collectors.toSet());

    // When
    List<String> known =
        assent.that(resideInAPackage(PROCESSOR)).stream()
            .map(JavaClass::getFullName)
            .filter(name -> dialects.stream().anyMatch(name.toLowerCase(Locale.ROOT)::contains))
            .toList();

    // Then
    assertThat(dialects).contains("keyless", "onespan");
    assertThat(known).isEmpty();
  }
}
