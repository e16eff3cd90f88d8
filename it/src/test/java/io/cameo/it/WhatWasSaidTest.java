package io.cameo.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs in a JVM of its own when all other tests are done, and reads everything that was logged and
 * reported meanwhile: no secret and nobody's data that the tests planted stands in it (M6).
 */
class WhatWasSaidTest {

  private static final int LEAST_FILES = 10;
  private static final int LEAST_BYTES = 20_000;

  /** What nobody may be told, an operator neither. */
  private static final List<Pattern> SECRETS =
      List.of(
          literally(Program.ADMIN_KEY),
          literally(S3Proxy.SECRET),
          literally(Webhooks.SECRET),
          literally(Webhooks.PATH),
          Pattern.compile("\\bcut_[A-Za-z0-9_-]{12,}\\.[A-Za-z0-9_-]+"),
          Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+"),
          Pattern.compile("(?i)X-Amz-(Signature|Credential|Security-Token)=[^*&\\s]"),
          Pattern.compile("(?i)bearer +[A-Za-z0-9._~-]{8,}"));

  /** What no log may hold: users, their files, and what stands in these. */
  private static final List<Pattern> PERSONAL =
      Stream.concat(
              Stream.of(
                  literally(PublicTest.PLANTED_PERSON),
                  literally("user@example.org"),
                  literally(Api.PLANTED_FILE_NAME),
                  literally("Private-Person-"),
                  literally("holiday-secret"),
                  Pattern.compile("\\bit-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-")),
              Stream.of(Pictures.PLANTED).map(WhatWasSaidTest::literally))
          .toList();

  private static Pattern literally(String text) {
    return Pattern.compile(Pattern.quote(text));
  }

  /** The places of a folder's files where one of these stands. */
  private static List<String> hits(List<Path> files, List<Pattern> forms) {
    List<String> hits = new ArrayList<>();
    for (Path file : files) {
      for (String line : Said.text(file).split("\n")) {
        for (Pattern form : forms) {
          if (form.matcher(line).find()) {
            hits.add(file.getFileName() + " says " + form + ": " + line);
          }
        }
      }
    }
    return hits;
  }

  private static List<Path> logs() {
    return Said.files(Said.FOLDER).stream().filter(file -> !isAnswer(file)).toList();
  }

  private static boolean isAnswer(Path file) {
    return file.getFileName().toString().contains("-" + Said.COMMAND);
  }

  @Test
  void m6ThereIsMuchToReadAndWhatWasLoggedOnPurposeIsFoundInIt() {
    List<Path> all = Said.files(Said.FOLDER);

    assertThat(all).hasSizeGreaterThanOrEqualTo(LEAST_FILES);
    assertThat(all.stream().mapToLong(file -> Said.text(file).length()).sum())
        .isGreaterThan(LEAST_BYTES);
    assertThat(hits(logs(), List.of(literally(Running.CANARY)))).isNotEmpty();
    assertThat(hits(logs(), List.of(literally("The variable *** is set"))))
        .as("the same for a name that is an e-mail address")
        .isNotEmpty();
    assertThat(hits(logs(), List.of(literally(Running.MASKED_CANARY)))).isEmpty();
  }

  @Test
  void m6NoSecretWasSaidToAnybody() {
    assertThat(hits(Said.files(Said.FOLDER), SECRETS)).isEmpty();
  }

  @Test
  void m6NoPasswordOrKeyThatAProgramMadeForItselfWasSaid() {
    List<Pattern> made =
        Said.files(Said.SECRETS).stream()
            .map(file -> Said.text(file).strip())
            .filter(secret -> !secret.isEmpty())
            .map(WhatWasSaidTest::literally)
            .toList();

    assertThat(made).hasSizeGreaterThanOrEqualTo(LEAST_FILES);
    assertThat(hits(Said.files(Said.FOLDER), made)).isEmpty();
  }

  @Test
  void m6NoLogSpeaksOfAUserOrOfWhatStandsInAPicture() {
    assertThat(hits(logs(), PERSONAL)).isEmpty();
  }

  /** What tests inside the other modules printed is in Maven's reports of them. */
  @Test
  void m6NoTestOfAnotherModulePrintedASecret() {
    Pattern printed =
        Pattern.compile("<system-(?:out|err)>(.*?)</system-(?:out|err)>", Pattern.DOTALL);
    List<String> hits = new ArrayList<>();
    int reports = 0;
    for (String module : List.of("image", "storage", "service")) {
      for (Path report :
          Said.files(Path.of("..", module, "target", "surefire-reports").normalize())) {
        if (report.toString().endsWith(".xml")) {
          reports++;
          Matcher each = printed.matcher(Said.text(report));
          while (each.find()) {
            SECRETS.stream()
                .filter(form -> form.matcher(each.group(1)).find())
                .forEach(form -> hits.add(report + " says " + form));
          }
        }
      }
    }

    // Who runs this module alone, on a fresh machine, has none.
    assumeTrue(reports > 0, "no other module was tested");
    assertThat(hits).isEmpty();
  }
}
