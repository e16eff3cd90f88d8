package io.cameo.service.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.database.embedded.EmbeddedPostgres.Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked of one running server. */
@Timeout(60)
class RunningPostgresTest {
  @TempDir static Path data;

  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void startServer() throws Exception {
    Prepared.withDatabase(data);
    postgres = start();
  }

  @AfterAll
  static void stopServer() {
    postgres.close();
  }

  private static EmbeddedPostgres start() {
    return EmbeddedPostgres.start(EmbeddedPostgresOptions.of(data));
  }

  private static String ask(String query) throws SQLException {
    return Sql.ask(postgres.address(), query);
  }

  @Test
  void isARealServerThatKeepsWhatItAcknowledges() throws Exception {
    assertThat(ask("show server_version")).isEqualTo(PostgresBinaries.VERSION);
    for (String safety :
        new String[] {"fsync", "synchronous_commit", "full_page_writes", "data_checksums"}) {
      assertThat(ask("show " + safety)).as(safety).isEqualTo("on");
    }
    assertThat(ask("show listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(ask("show unix_socket_directories")).isEmpty();
    assertThat(ask("show shared_buffers")).isEqualTo("128MB");
    assertThat(ask("select count(*) from pg_file_settings where error is not null")).isEqualTo("0");
  }

  @Test
  void isTheSameEverywhereInLanguageAndTime() throws Exception {
    assertThat(ask("show server_encoding")).isEqualTo("UTF8");
    // What a session sees is the client's own zone.
    assertThat(ask("select setting from pg_file_settings where lower(name) = 'timezone'"))
        .isEqualTo("UTC");
    assertThat(
            ask(
                "select datlocprovider::text || datlocale from pg_database where datname = 'postgres'"))
        .isEqualTo("bC.UTF-8");
    assertThat(ask("select lower('ÄÖ')")).isEqualTo("äö");
  }

  @Test
  void letsNobodyInWithoutThePassword() throws Exception {
    assertThat(postgres.password()).hasSizeGreaterThanOrEqualTo(32);
    assertThat(postgres.address().toString()).doesNotContain(postgres.password());
    for (String guess : new String[] {"", "cameo"}) {
      Address address = new Address(postgres.port(), postgres.user(), guess);
      assertThatThrownBy(() -> Sql.run(address, "select 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password");
    }
    assertThat(ask("select rolpassword from pg_authid where rolcanlogin"))
        .startsWith("SCRAM-SHA-256$");
  }

  @Test
  void keepsItsFilesToItsOwner() throws Exception {
    try (Stream<Path> files = Files.walk(data.resolve("postgres"))) {
      for (Path file : files.filter(Files::exists).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .endsWith("------");
      }
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("postgres/data/cameo-password"))))
        .isEqualTo("rw-------");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void isNotInTheGroupOfProcessesThatATerminalInterrupts() throws Exception {
    assertThat(processGroup(postgres.pid()))
        .isNotEqualTo(processGroup(ProcessHandle.current().pid()));
  }

  private static String processGroup(long pid) throws Exception {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // Behind the name, which is in brackets: state, parent, group.
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[2];
  }

  @Test
  void isFoundByCommandsBesideTheService() {
    assertThat(EmbeddedPostgres.running(data)).contains(postgres.address());
    assertThat(EmbeddedPostgres.running(data.resolve("nothing"))).isEmpty();
  }

  @Test
  void refusesASecondServiceAndLeavesTheFirstOneAlone() throws Exception {
    long pid = postgres.pid();
    assertThatThrownBy(RunningPostgresTest::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("in use by this process");
    // After an attempt within this process another one must still see the lock.
    try (Child other = Child.start(data)) {
      assertThat(other.await("refused"))
          .contains("in use by process " + ProcessHandle.current().pid())
          .contains("CAMEO_DATA");
    }
    assertThat(ask("select 1")).isEqualTo("1");
    assertThat(postgres.pid()).isEqualTo(pid);
  }

  @Test
  void keepsPersonalDataOutOfItsLog() throws Exception {
    Sql.run(postgres.address(), "create table t (subject text primary key)");
    String insert = "insert into t values ('alice@example.org')";
    Sql.run(postgres.address(), insert);
    assertThatThrownBy(() -> Sql.run(postgres.address(), insert)).isInstanceOf(SQLException.class);
    // The log runs behind: a later line that has arrived proves that the earlier ones have.
    postgres.close();
    String log = Files.readString(data.resolve("postgres/server.log"));
    postgres = start();
    assertThat(log).contains("duplicate key").doesNotContain("alice");
  }
}
