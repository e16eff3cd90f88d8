package io.cameo.service.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import io.cameo.service.Application;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** Who may import whom. */
class ImportRulesTest {

  private static final String S3_STORE = "io.cameo.storage.s3";
  private static final String S3_PACKAGES = S3_STORE + "..";
  private static final String CLOUDFRONT = "io.cameo.service.cdn.cloudfront";
  private static final String CLOUDWATCH = "io.cameo.service.telemetry.cloudwatch";
  private static final String FIREWALL = "io.cameo.service.ops.checklist.firewall";

  /** An import from one feature of the service to another. */
  private record Import(String from, String to, String what) {
    Ring fromRing() {
      return Ring.of(from).orElseThrow();
    }

    Ring toRing() {
      return Ring.of(to).orElseThrow();
    }

    @Override
    public String toString() {
      return from + " -> " + to + ": " + what;
    }
  }

  @Test
  void everyPackageHasItsPlaceInARing() {
    Set<String> features =
        Project.classes().stream()
            .filter(Ring::isOfService)
            .map(Ring::feature)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(features).as("features found").hasSizeGreaterThan(8);
    assertThat(features)
        .as("a package without a place escapes the rules of the rings: give it one in Ring")
        .allMatch(feature -> Ring.of(feature).isPresent());
  }

  @Test
  void importsRunDownwardsOnly() {
    List<Import> imports = importsBetweenFeatures();

    assertThat(imports).as("imports found").hasSizeGreaterThan(20);
    assertThat(imports)
        .as("a capability that knows its use cases cannot be used by another one")
        .noneMatch(each -> each.toRing().compareTo(each.fromRing()) > 0);
  }

  @Test
  void nothingImportsSidewaysInsideARing() {
    List<Import> imports = importsBetweenFeatures();

    assertThat(imports).as("imports found").hasSizeGreaterThan(20);
    assertThat(imports)
        .as("what two neighbours share belongs one ring below")
        .noneMatch(each -> each.fromRing() == each.toRing() && each.fromRing() != Ring.FLOOR);
  }

  private static List<Import> importsBetweenFeatures() {
    List<Import> imports = new ArrayList<>();
    for (JavaClass type : Project.classes()) {
      if (!Ring.isOfService(type)) {
        continue;
      }
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (Ring.isOfService(target) && !Ring.feature(type).equals(Ring.feature(target))) {
          imports.add(
              new Import(Ring.feature(type), Ring.feature(target), dependency.getDescription()));
        }
      }
    }
    return imports;
  }

  @Test
  void packagesFormNoCycle() {
    slices()
        .matching("io.cameo.service.(**)")
        .should()
        .beFreeOfCycles()
        .because("two packages that import each other are one package with two names")
        .allowEmptyShould(false)
        .check(Project.classes());
    slices()
        .matching("io.cameo.(storage|image).(*)..")
        .should()
        .beFreeOfCycles()
        .because("a format or a store must be replaceable without its neighbours")
        .allowEmptyShould(false)
        .check(Project.classes());
  }

  @Test
  void modulesAreEnteredAtTheirTop() {
    ApplicationModules modules = ApplicationModules.of(Application.class);

    assertThat(modules.stream()).as("modules found").hasSizeGreaterThan(8);
    modules.verify();
  }

  @Test
  void imageAndStorageKnowTheJdkOnly() {
    for (String module : List.of("io.cameo.image", "io.cameo.storage")) {
      classes()
          .that()
          .resideInAPackage(module + "..")
          .and()
          .resideOutsideOfPackage(S3_PACKAGES)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(module + "..", "java..", "javax.imageio..", "org.jspecify..")
          .because(
              "the worker runs on the image jar alone, and a store must serve every program;"
                  + " neither may pull a framework behind it")
          .allowEmptyShould(false)
          .check(Project.classes());
      noClasses()
          .that()
          .resideInAPackage(module + "..")
          .and()
          .resideOutsideOfPackage(S3_PACKAGES)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(S3_PACKAGES)
          .because("a store is chosen by the program that uses it, not by its neighbours")
          .allowEmptyShould(false)
          .check(Project.classes());
    }
  }

  @Test
  void onlyTheStoreAndOnePackageForEachOtherServiceSeeTheAwsSdk() {
    for (String place : List.of(S3_STORE, CLOUDFRONT, CLOUDWATCH, FIREWALL)) {
      assertThat(Project.classes())
          .as("classes of " + place + " that do")
          .anyMatch(
              type ->
                  type.getPackageName().equals(place)
                      && type.getDirectDependenciesFromSelf().stream()
                          .anyMatch(each -> isOfAwsSdk(each.getTargetClass())));
    }
    classes()
        .that()
        .resideInAPackage(S3_PACKAGES)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.cameo.storage..",
            "java..",
            "javax.crypto..",
            "org.jspecify..",
            "software.amazon.awssdk..")
        .because("the store must serve programs without Spring too")
        .allowEmptyShould(false)
        .check(Project.classes());
    noClasses()
        .that()
        .resideOutsideOfPackages(S3_PACKAGES, CLOUDFRONT, CLOUDWATCH, FIREWALL)
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe("are of the AWS SDK", ImportRulesTest::isOfAwsSdk))
        .because("what S3 does is bounded, counted and put into words in one place")
        .allowEmptyShould(false)
        .check(Project.classes());
  }

  private static boolean isOfAwsSdk(JavaClass type) {
    return type.getPackageName().startsWith("software.amazon.");
  }

  @Test
  void onlyTheBindingAndTheSandboxTouchForeignMemory() {
    for (String place : List.of("io.cameo.image.vips", "io.cameo.image.sandbox")) {
      assertThat(Project.classes())
          .as("classes of " + place + " that do")
          .anyMatch(
              type ->
                  type.getPackageName().equals(place)
                      && type.getDirectDependenciesFromSelf().stream()
                          .anyMatch(ImportRulesTest::isForeign));
    }
    noClasses()
        .that()
        .resideOutsideOfPackages("io.cameo.image.vips..", "io.cameo.image.sandbox..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .because(
            "a wrong pointer ends the process: such code stays in two places, under one review each:"
                + " libvips takes pointers, and so do the system calls that lock a worker in")
        .allowEmptyShould(false)
        .check(Project.classes());
  }

  private static boolean isForeign(Dependency dependency) {
    return dependency.getTargetClass().getPackageName().equals("java.lang.foreign");
  }
}
