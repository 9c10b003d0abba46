package dev.assent.verification;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.assent.schemas.metric.Metric;
import dev.assent.standalone.cluster.Installation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the services measure is what the catalogue says, and its page with it. */
final class MetricCatalogueTest {
  private static final String CATALOGUE = "dev.assent.schemas.metric";
  private static final Map<String, Metric.Service> SERVICES =
      Map.of(
          "dev.assent.ingress", Metric.Service.INGRESS,
          "dev.assent.processor", Metric.Service.PROCESSOR,
          "dev.assent.connectors", Metric.Service.CONNECTORS,
          "dev.assent.standalone.canary", Metric.Service.CANARY);
  private static final Set<String> MAKING =
      Set.of("counter", "timer", "gauge", "summary", "more", "gaugeCollectionSize", "gaugeMapSize");

  private static JavaClasses services;

  @BeforeAll
  static void readServices() {
    services =
        new ClassFileImporter()
            .importPaths(
                List.of("schemas", "processor", "api-ingress", "connectors", "standalone").stream()
                    .map(module -> Installation.find().root().resolve(module))
                    .map(module -> module.resolve("target/classes"))
                    .toList());
  }

  @Test
  void shouldMakeMetersFromTheCatalogueOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CATALOGUE)
        .should()
        .dependOnClassesThat()
        .haveNameMatching("io\\.micrometer\\.core\\.instrument\\.(.+\\$Builder|Tags?)")
        .orShould()
        .callMethodWhere(describe("a registry makes a meter", MetricCatalogueTest::makesAMeter))
        .check(services);
  }

  @Test
  void shouldSayOfEveryMetricWhoMakesIt() {
    for (Metric metric : Metric.values()) {
      // When
      Set<Metric.Service> makers = new TreeSet<>();
      services.stream()
          .flatMap(type -> type.getFieldAccessesFromSelf().stream())
          .filter(access -> names(access, metric))
          .forEach(access -> makers.add(service(access)));

      // Then
      assertThat(makers).as(metric.name()).isEqualTo(metric.services());
    }
  }

  private static boolean names(JavaFieldAccess access, Metric metric) {
    return access.getTargetOwner().isEquivalentTo(Metric.class)
        && access.getTarget().getName().equals(metric.name())
        && SERVICES.keySet().stream()
            .anyMatch(access.getOriginOwner().getPackageName()::startsWith);
  }

  private static Metric.Service service(JavaFieldAccess access) {
    String origin = access.getOriginOwner().getPackageName();
    return SERVICES.entrySet().stream()
        .filter(entry -> origin.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static boolean makesAMeter(JavaMethodCall call) {
    return call.getTargetOwner().getSimpleName().endsWith("MeterRegistry")
        && MAKING.contains(call.getTarget().getName());
  }
}
