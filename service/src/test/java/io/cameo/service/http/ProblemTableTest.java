package io.cameo.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every problem that the sources can answer. They are read out of the sources, so that none can be
 * added past this table.
 */
public class ProblemTableTest {

  /** Codes that programs rely on, with their statuses: a change here breaks them. */
  private static final Map<String, Integer> CODES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("address-refused", 422),
              Map.entry("bad-crop", 422),
              Map.entry("bad-event", 400),
              Map.entry("bad-line", 422),
              Map.entry("bad-multipart", 400),
              Map.entry("bad-request", 400),
              Map.entry("bad-subject", 400),
              Map.entry("busy", 503),
              Map.entry("damaged-picture", 422),
              Map.entry("direct-uploads-disabled", 503),
              Map.entry("empty-body", 400),
              Map.entry("erased", 409),
              Map.entry("fetch-failed", 422),
              Map.entry("finish-under-way", 409),
              Map.entry("forbidden", 403),
              Map.entry("idempotency-conflict", 409),
              Map.entry("identity-taken", 409),
              Map.entry("identity-provider-unavailable", 503),
              Map.entry("infected", 422),
              Map.entry("internal", 500),
              Map.entry("method-not-allowed", 405),
              Map.entry("no-avatar", 404),
              Map.entry("no-direct-uploads", 404),
              Map.entry("no-key", 404),
              Map.entry("no-ticket", 404),
              Map.entry("not-acceptable", 406),
              Map.entry("not-found", 404),
              Map.entry("not-uploaded", 409),
              Map.entry("nothing-to-revert", 409),
              Map.entry("quota-exceeded", 403),
              Map.entry("range-not-satisfiable", 416),
              Map.entry("rate-limited", 429),
              Map.entry("scanner-unavailable", 503),
              Map.entry("storage-full", 507),
              Map.entry("storage-unavailable", 503),
              Map.entry("superseded", 409),
              Map.entry("ticket-expired", 410),
              Map.entry("ticket-used-up", 409),
              Map.entry("token-ended", 401),
              Map.entry("token-used", 401),
              Map.entry("too-expensive", 422),
              Map.entry("too-large", 413),
              Map.entry("too-many-pixels", 413),
              Map.entry("too-many-tickets", 429),
              Map.entry("too-many-tickets-open", 503),
              Map.entry("unauthorized", 401),
              Map.entry("unavailable", 503),
              Map.entry("unreadable", 422),
              Map.entry("unsupported-type", 415),
              Map.entry("upload-changed", 409),
              Map.entry("upload-interrupted", 400),
              Map.entry("upload-timeout", 408),
              Map.entry("uploads-disabled", 503),
              Map.entry("worker-failed", 503),
              Map.entry("wrong-length", 422)));

  private static final Pattern MADE = Pattern.compile("(?<!static )\\bProblem\\.of\\(");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** What tells a caller what to do, or what would be right. */
  private static final Pattern ADVICE =
      Pattern.compile(
          "\\b([Ss]end|Use|Give|Try|Get|Ask|Wait|Choose|Save|See|Upload|Leave out|Accept|must|are"
              + " listed|Its operator)\\b");

  private static final Pattern INTERNALS =
      Pattern.compile(
          "(?i)exception|java|\\bsql|jdbc|postgres|liquibase|hikari|tomcat|libvips|\\bnull\\b"
              + "|stack|thread|/tmp|/var|/home|localhost|127\\.0");

  /**
   * A place in the sources that makes a problem.
   *
   * @param detail the sentence, with … for what is only known later; empty when it is handed in
   */
  private record Made(Path source, int status, String code, String title, String detail) {}

  private final List<Made> all = sources().flatMap(ProblemTableTest::made).toList();

  private static Stream<Path> sources() {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files.filter(path -> path.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String text(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Stream<Made> made(Path source) {
    String text = text(source);
    return MADE.matcher(text)
        .results()
        .map(
            match -> {
              List<String> arguments = arguments(text, match.end());
              assertThat(arguments).as("arguments of a problem in %s", source).hasSize(4);
              return new Made(
                  source,
                  Integer.parseInt(arguments.get(0)),
                  sentence(arguments.get(1)),
                  sentence(arguments.get(2)),
                  arguments.get(3).equals("detail") ? "" : sentence(arguments.get(3)));
            });
  }

  /** The arguments of a call whose first one begins at this index. */
  private static List<String> arguments(String text, int from) {
    List<String> arguments = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int begin = from;
    for (int i = from; ; i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '(') {
        depth++;
      } else if ((c == ',' || c == ')') && depth == 0) {
        arguments.add(text.substring(begin, i).strip());
        begin = i + 1;
        if (c == ')') {
          return arguments;
        }
      } else if (c == ')') {
        depth--;
      }
    }
  }

  /** The text of an expression: its literals, and … for what is put between them. */
  private static String sentence(String expression) {
    StringBuilder sentence = new StringBuilder();
    Matcher literal = LITERAL.matcher(expression);
    int end = 0;
    while (literal.find()) {
      if (expression.substring(end, literal.start()).matches("(?s).*[a-z].*")) {
        sentence.append('…');
      }
      sentence.append(literal.group(1).replace("%s", "…"));
      end = literal.end();
      if (expression.startsWith(".formatted", skipSpace(expression, end))) {
        return sentence.toString();
      }
    }
    return sentence.toString();
  }

  private static int skipSpace(String text, int from) {
    int i = from;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /**
   * Every code that the service's sources answer with, commands aside, and its status and title.
   */
  public static Map<String, String> answered() {
    return sources()
        .filter(source -> !source.toString().contains("/ops/"))
        .flatMap(ProblemTableTest::made)
        .collect(
            Collectors.toMap(
                Made::code,
                made -> CODES.get(made.code()) + " " + made.title(),
                (one, same) -> one,
                TreeMap::new));
  }

  /** Whether the sources can say this sentence, … standing for what is only known later. */
  public static boolean isSaid(String detail) {
    return new ProblemTableTest()
        .sentences().stream()
            .map(
                sentence ->
                    Arrays.stream(sentence.split("…", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".+")))
            .anyMatch(detail::matches);
  }

  /** All sentences: those of the places, and those that are handed to the others by name. */
  private List<String> sentences() {
    List<String> sentences =
        new ArrayList<>(all.stream().map(Made::detail).filter(text -> !text.isEmpty()).toList());
    Pattern handed =
        Pattern.compile(
            "\\b(unsupportedType|badCrop|badMultipart|badRequest|unavailable|unauthorized"
                + "|forbidden)\\((?=\\s*\")");
    Set<String> seen = new TreeSet<>();
    sources()
        .forEach(
            source -> {
              String text = text(source);
              handed
                  .matcher(text)
                  .results()
                  .forEach(
                      match -> {
                        seen.add(match.group(1));
                        sentences.add(sentence(arguments(text, match.end()).getFirst()));
                      });
            });
    assertThat(seen).as("makers of problems whose sentence is handed in").hasSize(7);
    return sentences;
  }

  @Test
  void everyCodeHasOneStatusOneTitleAndIsInTheTable() {
    assertThat(all).hasSizeGreaterThan(25);
    Map<String, Set<Integer>> statuses =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    Made::code,
                    TreeMap::new,
                    Collectors.mapping(Made::status, Collectors.toCollection(TreeSet::new))));
    Map<String, Set<String>> titles =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    Made::code,
                    TreeMap::new,
                    Collectors.mapping(Made::title, Collectors.toCollection(TreeSet::new))));

    assertThat(statuses.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    assertThat(titles.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    Map<String, Integer> found = new TreeMap<>();
    statuses.forEach((code, one) -> found.put(code, one.iterator().next()));
    assertThat(found).containsExactlyEntriesOf(CODES);
  }

  @Test
  void everyTitleIsAFewWords() {
    assertThat(all)
        .allSatisfy(
            problem -> {
              assertThat(problem.code()).matches("[a-z]+(-[a-z]+)*");
              assertThat(problem.status()).isBetween(400, 599);
              assertThat(problem.title()).matches("[A-Z][^.…]{3,60}");
            });
  }

  @Test
  void everyDetailIsASentenceThatSaysWhatToDoAndNothingOfTheInside() {
    List<String> sentences = sentences();

    assertThat(sentences).hasSizeGreaterThan(40);
    assertThat(sentences)
        .allSatisfy(
            sentence -> {
              assertThat(sentence).endsWith(".").hasSizeBetween(25, 300);
              assertThat(sentence).containsPattern(ADVICE);
              assertThat(sentence).doesNotContainPattern(INTERNALS);
            });
  }

  @Test
  void whoeverIsToComeAgainIsToldWhen() {
    List<String> temporary =
        all.stream()
            .filter(problem -> problem.status() == 503 || problem.status() == 429)
            .map(
                problem -> {
                  String text = text(problem.source());
                  int at = text.indexOf("\"" + problem.code() + "\"");
                  return problem.code() + ": " + text.substring(at, text.indexOf(';', at));
                })
            .toList();

    assertThat(temporary).hasSizeGreaterThan(5);
    assertThat(temporary).allSatisfy(each -> assertThat(each).contains(".retryAfter("));
  }
}
