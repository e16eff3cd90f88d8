package io.cameo.service.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedPostgresTest {
  @TempDir Path data;

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data));
  }

  @Test
  void keepsRowsAcrossRestarts() throws Exception {
    Prepared.withDatabase(data);
    try (EmbeddedPostgres postgres = start()) {
      Sql.run(postgres.address(), "create table t as select 42 as answer");
    }
    assertThat(EmbeddedPostgres.running(data)).isEmpty();
    try (EmbeddedPostgres postgres = start()) {
      assertThat(Sql.ask(postgres.address(), "select answer from t")).isEqualTo("42");
    }
  }

  @Test
  void closingTwiceDoesNotGiveAwayTheNextOnesFolder() throws Exception {
    Prepared.withDatabase(data);
    EmbeddedPostgres first = start();
    first.close();
    try (EmbeddedPostgres second = start()) {
      first.close();
      assertThatThrownBy(this::start).isInstanceOf(EmbeddedPostgresException.class);
      assertThat(Sql.ask(second.address(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void startsAlthoughAStaleNoteNamesALivingProcess() throws Exception {
    Prepared.withDatabase(data);
    Path note = data.resolve("postgres/data/postmaster.pid");
    // In a container the next service often gets the number that the last server had.
    Files.writeString(
        note, ProcessHandle.current().pid() + "\n" + note.getParent() + "\n1\n5432\n");
    assertThat(EmbeddedPostgres.running(data)).isEmpty();
    try (EmbeddedPostgres postgres = start()) {
      assertThat(Sql.ask(postgres.address(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void refusesADatabaseOfAnotherMajorVersion() throws Exception {
    Prepared.withDatabase(data);
    Files.writeString(data.resolve("postgres/data/PG_VERSION"), "17\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("made by PostgreSQL 17")
        .hasMessageContaining("brings PostgreSQL 18");
  }

  @Test
  void refusesAFolderThatIsNoDatabase() throws Exception {
    Prepared.withoutDatabase(data);
    Files.createDirectories(data.resolve("postgres/data/something"));
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("holds no database");
    assertThat(data.resolve("postgres/data/something")).exists();
  }

  @Test
  void saysWhatTheServerSaidWhenItDoesNotStart() throws Exception {
    Prepared.withDatabase(data);
    Files.writeString(data.resolve("postgres/data/postgresql.auto.conf"), "nonsense = 1\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("nonsense");
    // The folder is free again.
    Files.writeString(data.resolve("postgres/data/postgresql.auto.conf"), "");
    start().close();
  }

  @Test
  void unpacksDamagedProgramsAnew() throws Exception {
    Prepared.withoutDatabase(data);
    Path runtime = data.resolve("runtime");
    Path server = PostgresBinaries.in(runtime).program("postgres");
    // A link to the other tests' programs, which must stay whole.
    Files.delete(server);
    Files.writeString(server, "cut short");
    Files.createDirectory(runtime.resolve("unpacking-by-somebody-who-died"));
    assertThat(PostgresBinaries.in(runtime).program("postgres")).isEqualTo(server);
    assertThat(ShortCommand.run(List.of(server.toString(), "--version")).output())
        .isEqualTo("postgres (PostgreSQL) " + PostgresBinaries.VERSION);
    try (Stream<Path> folders = Files.list(runtime)) {
      assertThat(folders).hasSize(1);
    }
  }
}
