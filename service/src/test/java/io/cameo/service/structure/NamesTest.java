package io.cameo.service.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What things are called, and how much one of them may ask for. */
class NamesTest {

  private static final Pattern SAYS_NOTHING =
      Pattern.compile(".*(Manager|Helper|Impl|Utils?|Data|Info|Processor|Handler)");
  private static final Set<String> DRAWERS =
      Set.of(
          "util",
          "utils",
          "common",
          "config",
          "configuration",
          "impl",
          "helper",
          "misc",
          "entities");

  private static final int MOST_PARAMETERS = 7;

  /** Constructors that may be longer, with the reason. */
  private static final Map<String, String> LONGER =
      Map.of(
          "io.cameo.service.upload.AvatarView$Json",
          "the document of the API itself: one component a member");

  @Test
  void noClassHasANameThatSaysNothing() {
    assertThat(Project.classes()).hasSizeGreaterThan(50);
    assertThat(Project.classes())
        .as("name it after what it is or does in this field")
        .noneMatch(type -> SAYS_NOTHING.matcher(type.getSimpleName()).matches());
  }

  @Test
  void noPackageIsADrawer() {
    List<String> packages =
        Project.classes().stream().map(JavaClass::getPackageName).distinct().toList();

    assertThat(packages).hasSizeGreaterThan(10);
    assertThat(packages)
        .as("such a package is where things go that nobody thought about")
        .noneMatch(name -> DRAWERS.stream().anyMatch(List.of(name.split("\\."))::contains));
  }

  @Test
  void constructorsTakeAtMostSevenParameters() {
    List<JavaConstructor> constructors =
        Project.classes().stream().flatMap(type -> type.getConstructors().stream()).toList();

    assertThat(constructors).hasSizeGreaterThan(50);
    assertThat(constructors.stream().filter(NamesTest::isLong).map(c -> c.getOwner().getFullName()))
        .as("what needs more does more than one thing")
        .containsExactlyInAnyOrderElementsOf(LONGER.keySet());
  }

  private static boolean isLong(JavaConstructor constructor) {
    return constructor.getRawParameterTypes().size() > MOST_PARAMETERS;
  }
}
