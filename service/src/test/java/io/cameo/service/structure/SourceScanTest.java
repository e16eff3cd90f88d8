package io.cameo.service.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules that are seen in the sources, not in the classes. */
class SourceScanTest {

  private static final int MOST_LINES = 400;
  private static final int MOST_LINES_OF_TESTS = 600;

  /** Put together here, so that this file does not find itself. */
  private static final Pattern LATER =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b|@Dis" + "abled\\b");

  @Test
  void filesStayShort() {
    List<Path> sources = Project.files(path -> path.matches(".*\\.(java|js|mjs|ts|css|sql|html)"));

    assertThat(sources).hasSizeGreaterThan(100);
    assertThat(sources)
        .as("a long file has more than one idea in it")
        .allSatisfy(
            file -> {
              boolean test = file.toString().contains("/src/test/");
              assertThat(Project.text(file).lines().count())
                  .as("lines of %s", Project.root().relativize(file))
                  .isLessThanOrEqualTo(test ? MOST_LINES_OF_TESTS : MOST_LINES);
            });
  }

  @Test
  void everyPackageSaysWhatItIs() {
    Set<Path> folders = new TreeSet<>();
    for (Path file : Project.files(path -> path.matches(".*/src/main/java/.*\\.java"))) {
      folders.add(file.getParent());
    }

    assertThat(folders).hasSizeGreaterThan(12);
    assertThat(folders)
        .as("a package's page is where a reader begins, and what puts it under the null check")
        .allSatisfy(
            folder -> {
              Path page = folder.resolve("package-info.java");
              assertThat(Files.exists(page)).as(page.toString()).isTrue();
              String text = Project.text(page);
              assertThat(text).as(page.toString()).contains("@NullMarked").startsWith("/**");
              assertThat(text.indexOf("*/")).as("length of its text").isGreaterThan(40);
            });
  }

  @Test
  void blackBoxTestsKnowNoneOfOurClasses() {
    List<Path> files =
        Project.files(path -> path.startsWith("it/") && path.matches(".*(\\.java|pom\\.xml)"));

    assertThat(files).hasSizeGreaterThan(10);
    assertThat(files)
        .as("a test that uses the program's own classes proves them against themselves")
        .allSatisfy(
            file ->
                assertThat(Project.text(file))
                    .doesNotContain("io.cameo.service.")
                    .doesNotContain("io.cameo.image.")
                    .doesNotContain("io.cameo.storage.")
                    .doesNotContainPattern("<artifactId>cameo-(service|image|storage)<"));
  }

  @Test
  void nothingIsLeftForLater() {
    List<Path> files =
        Project.files(
            path -> path.matches(".*\\.(java|js|mjs|ts|css|sql|html|md|xml|yaml|yml)|cameo"));

    assertThat(files).hasSizeGreaterThan(100);
    assertThat(files)
        .as("a note in the code is forgotten; what is missing stands in the README or an issue")
        .allSatisfy(
            file ->
                assertThat(LATER.matcher(Project.text(file)).find())
                    .as(Project.root().relativize(file).toString())
                    .isFalse());
  }
}
