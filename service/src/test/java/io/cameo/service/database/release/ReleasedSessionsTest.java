package io.cameo.service.database.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.catalogue.CatalogueScenario;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.database.TestDatabase;
import io.cameo.service.limits.TestLimits;
import io.cameo.service.notify.TestNotify;
import io.cameo.service.switches.TestSwitches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * Release N-1 runs on schema N: what every release says to its database is kept in a file and said
 * again to the newest schema, without the steps that wait for the previous release to be gone. A
 * release's file is written until the release is out and is never touched again.
 */
class ReleasedSessionsTest {

  private static final Path FOLDER = Path.of("src/test/resources/releases");

  private static String thisRelease() throws IOException {
    Matcher version =
        Pattern.compile("<artifactId>cameo-parent</artifactId>\\s*<version>([0-9.]+)(-SNAPSHOT)?<")
            .matcher(Files.readString(Path.of("../pom.xml")));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  /** Everything the service says, on a new database. */
  private static Session record() {
    Recording recording = new Recording();
    try (TestDatabase database = TestDatabase.open()) {
      DataSource heard = recording.of(database.dataSource());
      CatalogueScenario.play(TestCatalogue.on(heard, objects -> {}), "recorded");
      TestLimits.play(heard, "recorded");
      TestSwitches.play(heard);
      TestNotify.play(heard);
    }
    return recording.session();
  }

  private static List<Path> releases() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  private static void replay(Session session, String... alterations) throws SQLException {
    try (TestDatabase database = TestDatabase.open();
        Connection connection = database.connect()) {
      for (String alteration : alterations) {
        database.sql().sql(alteration).update();
      }
      session.replay(connection);
    }
  }

  @Test
  void theFileOfThisReleaseHoldsWhatItSays() throws IOException {
    Path file = FOLDER.resolve(thisRelease() + ".jsonl");
    Session now = record();
    if (Boolean.getBoolean("cameo.write")) {
      now.write(file);
    }

    assertThat(now.statements()).hasSizeGreaterThan(25);
    assertThat(file).as("./cameo options writes it").exists();
    assertThat(Session.read(file).statements())
        .as("./cameo options writes it anew; a release that is out has another version")
        .isEqualTo(now.statements());
  }

  @Test
  void everyReleaseRunsOnTheNewestSchema() throws Exception {
    assertThat(releases()).isNotEmpty();
    for (Path release : releases()) {
      Session session = Session.read(release);
      assertThatCode(() -> replay(session)).as(release.toString()).doesNotThrowAnyException();
    }
  }

  /** The gate itself: what would break the previous release breaks the test. */
  @Test
  void aStepThatTakesSomethingFromTheReleaseBeforeIsFound() throws Exception {
    Session session = Session.read(releases().getFirst());

    for (String breaking :
        List.of(
            "alter table version drop column crop",
            "alter table version rename column color to colour",
            "alter table audit add column place text not null",
            "drop trigger version_keeps_stored_bytes on version;"
                + " alter table version alter column objects type text",
            "alter table idempotency add check (status = 0)",
            "drop index version_one_live; create unique index one on version (state)",
            "alter table erasure rename to erasures")) {
      assertThatThrownBy(() -> replay(session, breaking)).as(breaking).isNotNull();
    }
    for (String harmless :
        List.of(
            "alter table version add column place text",
            "alter table audit add column place text not null default ''",
            "create table another (a int)",
            "create index another on audit (at)")) {
      assertThatCode(() -> replay(session, harmless)).as(harmless).doesNotThrowAnyException();
    }
  }

  /** The benchmark of the database measures what the service says. */
  @Test
  void theBenchmarkMeasuresTheServicesOwnStatements() throws IOException {
    String page = Files.readString(Path.of("../bench/src/main/resources/database/statements.sql"));
    List<String> measured =
        Pattern.compile(
                "-- statement: [^\\n]+\\n-- parameters:[^\\n]*\\n(.*?)(?=\\n\\n|\\n*\\z)",
                Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(block -> Session.oneLine(block.group(1)))
            .toList();

    assertThat(measured).hasSizeGreaterThan(10);
    assertThat(Session.read(FOLDER.resolve(thisRelease() + ".jsonl")).statements())
        .containsAll(measured);
  }
}
