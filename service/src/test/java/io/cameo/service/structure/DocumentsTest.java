package io.cameo.service.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.observability.Measure;
import io.cameo.service.observability.Metric;
import io.cameo.service.observability.Scrubber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the pages name is there: other pages, settings, metrics, codes of problems. */
class DocumentsTest {

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern SCHEME = Pattern.compile("[a-z]+:.*");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern OPTION = Pattern.compile("(?m)^\\| `([A-Z0-9_]+)` \\|");
  private static final Pattern SETTING = Pattern.compile("\\bCAMEO_[A-Z0-9_]+");
  private static final Pattern TOLD = Pattern.compile("\\b(?:CAMEO|AWS)_[A-Z0-9_]+=[\\w.]+");
  private static final Pattern METRIC =
      Pattern.compile("(?<![$\\w/])cameo_[a-z0-9_]+(?:\\{([^}`]*)})?");
  private static final Pattern LABEL =
      Pattern.compile("(\\w+)(?:\\s*(?:=~|!=|!~|=)\\s*\"([^\"]*)\")?");
  private static final Pattern PROBLEM = Pattern.compile("\\b[45]\\d\\d `([a-z-]+)`");
  private static final Pattern PAGE = Pattern.compile("docs/[\\w/.-]+\\.(?:md|yaml)");

  /** What is no setting of the service: a rollback's own command finds them, and two tests. */
  private static final Pattern OTHER_VARIABLES =
      Pattern.compile("CAMEO_ROLLBACK_(FROM|TO)|CAMEO_TEST_S3_\\w+");

  /** Names that look like metrics: of variables, a zone and a database in examples. */
  private static final Set<String> OTHER_NAMES =
      Set.of("cameo_accept", "cameo_class", "cameo_size", "cameo_drill");

  private static String name(Path file) {
    return Project.root().relativize(file).toString();
  }

  @Test
  void everyLinkLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    int looked = 0;
    for (Path page : Project.files(path -> path.endsWith(".md"))) {
      for (MatchResult link : LINK.matcher(Project.text(page)).results().toList()) {
        if (!SCHEME.matcher(link.group(1)).matches()) {
          looked++;
          String[] parts = link.group(1).split("#", 2);
          Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
          if (!Files.exists(target) || (parts.length > 1 && !anchors(target).contains(parts[1]))) {
            broken.add(name(page) + ": " + link.group(1));
          }
        }
      }
    }

    assertThat(looked).isGreaterThan(300);
    assertThat(broken).isEmpty();
  }

  @Test
  void everyPageForOperatorsIsInTheirIndexOnce() {
    Path folder = Project.root().resolve("docs/operations");
    String index = Project.text(folder.resolve("README.md")).split("\n## All pages\n", 2)[1];
    List<String> pages =
        Project.files(path -> path.matches("docs/operations/[\\w-]+\\.md")).stream()
            .map(page -> page.getFileName().toString())
            .filter(page -> !page.equals("README.md"))
            .toList();

    assertThat(pages).hasSizeGreaterThan(30);
    assertThat(LINK.matcher(index).results().map(link -> link.group(1)))
        .containsExactlyInAnyOrderElementsOf(pages);
  }

  private static List<String> anchors(Path page) {
    return HEADING
        .matcher(Project.text(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", ""))
        .map(words -> words.replace(' ', '-'))
        .toList();
  }

  /** Where a message sends an operator, there is a page. */
  @Test
  void everyPageThatTheProgramNamesIsThere() {
    Set<String> named = new TreeSet<>();
    for (Path file :
        Project.files(
            path ->
                path.matches(".*/src/main/.*\\.(java|html|js|sql|yaml)|deploy/.*|cameo|pom.xml"))) {
      PAGE.matcher(Project.text(file)).results().map(MatchResult::group).forEach(named::add);
    }

    assertThat(named).hasSizeGreaterThan(40);
    assertThat(named).allSatisfy(page -> assertThat(Project.root().resolve(page)).exists());
  }

  @Test
  void everySettingThatIsNamedIsThere() {
    Set<String> options = new TreeSet<>();
    OPTION
        .matcher(Project.text(Project.root().resolve("docs/options.md")))
        .results()
        .forEach(option -> options.add(option.group(1)));
    Map<String, String> unknown = new TreeMap<>();
    Set<String> named = new TreeSet<>();
    for (Path file :
        Stream.concat(
                Documents.pages().stream(),
                Project.files(path -> path.matches(".*/src/main/.*|deploy/.*")).stream()
                    .filter(DocumentsTest::isText))
            .toList()) {
      for (MatchResult setting : SETTING.matcher(Project.text(file)).results().toList()) {
        String word = setting.group();
        named.add(word);
        boolean family = word.endsWith("_") && options.stream().anyMatch(o -> o.startsWith(word));
        if (!options.contains(word) && !family && !OTHER_VARIABLES.matcher(word).matches()) {
          unknown.put(word, name(file));
        }
      }
    }

    assertThat(options).hasSizeGreaterThan(150);
    assertThat(named).as("settings that are named").hasSizeGreaterThan(130);
    assertThat(unknown).isEmpty();
  }

  private static boolean isText(Path file) {
    return file.toString().matches(".*\\.(java|html|js|sql|yaml|yml|conf|vcl|json|md)");
  }

  /** What a sentence tells an operator to set would be lost behind the scrubber's stars. */
  @Test
  void whatMessagesTellToSetIsNotMasked() {
    List<String> told = new ArrayList<>();
    for (Path file : Project.files(path -> path.matches(".*/src/main/java/.*\\.java"))) {
      if (!file.endsWith("ScrubberWorks.java")) {
        TOLD.matcher(Project.text(file)).results().map(MatchResult::group).forEach(told::add);
      }
    }

    assertThat(told).hasSizeGreaterThan(8);
    assertThat(told)
        .allSatisfy(words -> assertThat(Scrubber.byForm().secrets(words)).isEqualTo(words));
  }

  @Test
  void everyMetricThatIsNamedIsMeasuredWithTheLabelsThatAreNamed() {
    Map<String, Measure> known = new TreeMap<>();
    for (Metric metric : Metric.all()) {
      known.put(metric.measure().shown(), metric.measure());
      Monitoring.series(metric.measure()).forEach(each -> known.put(each, metric.measure()));
    }
    List<String> wrong = new ArrayList<>();
    Set<String> named = new TreeSet<>();
    for (Path page : Documents.pages()) {
      for (MatchResult found : METRIC.matcher(Project.text(page)).results().toList()) {
        String metric = found.group().replaceFirst("\\{.*", "");
        named.add(metric);
        if (!OTHER_NAMES.contains(metric)
            && !(known.containsKey(metric) && labelsFit(known.get(metric), found.group(1)))) {
          wrong.add(name(page) + ": " + found.group());
        }
      }
    }

    assertThat(named).hasSizeGreaterThan(80);
    assertThat(wrong).as("not in docs/metrics.md, or with other labels").isEmpty();
  }

  private static boolean labelsFit(Measure measure, @Nullable String labels) {
    return labels == null
        || LABEL
            .matcher(labels)
            .results()
            .allMatch(
                asked ->
                    measure.labels().stream()
                        .anyMatch(
                            label ->
                                label.name().equals(asked.group(1))
                                    && (asked.group(2) == null
                                        || asked.group(2).equals("…")
                                        || !label.isClosed()
                                        || label.values().contains(asked.group(2)))));
  }

  @Test
  void everyCodeOfAProblemThatIsNamedIsInTheReference() {
    String reference = Project.text(Project.root().resolve("docs/openapi.yaml"));
    Set<String> codes = new TreeSet<>();
    for (Path page : Documents.pages()) {
      PROBLEM.matcher(Project.text(page)).results().forEach(code -> codes.add(code.group(1)));
    }

    assertThat(codes).hasSizeGreaterThan(15);
    assertThat(codes).allSatisfy(code -> assertThat(reference).contains("/examples/" + code + "'"));
  }
}
