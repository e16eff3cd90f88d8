package io.cameo.service.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cameo.service.database.embedded.Account.Owner;
import io.cameo.service.database.embedded.Account.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only root can try: the ways in which root runs a server that refuses to be root. */
@Timeout(60)
class AccountTest {
  private static final Owner NOBODY = new Owner(65534, 65534);

  @TempDir Path data;

  @BeforeEach
  void onlyAsRoot() throws Exception {
    assumeTrue(Owner.of(Files.createTempFile(data, "mine", "")).uid() == 0, "needs root");
    Prepared.open(data);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void runsTheServerForRootInEachWay(Way way) throws Exception {
    // Once including the making of the database.
    Path folder = way == Way.SETPRIV ? Prepared.withoutDatabase(data) : Prepared.withDatabase(data);
    EmbeddedPostgresOptions options = EmbeddedPostgresOptions.of(folder);
    Owner expected = way == Way.NAMESPACE ? new Owner(0, 0) : NOBODY;
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options, EnumSet.of(way))) {
      Sql.run(postgres.address(), "create table t as select 42 as answer");
      assertThat(Owner.of(data.resolve("postgres/data/PG_VERSION"))).isEqualTo(expected);
      assertThat(Owner.of(Path.of("/proc/" + postgres.pid()))).isEqualTo(expected);
    }
    // However the owner came about, the next start finds a way that fits.
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options)) {
      assertThat(Sql.ask(postgres.address(), "select answer from t")).isEqualTo("42");
    }
  }

  @Test
  void saysWhatToDoWhenRootHasNoWay() throws Exception {
    Prepared.withoutDatabase(data);
    EmbeddedPostgresOptions options = EmbeddedPostgresOptions.of(data);
    assertThatThrownBy(() -> EmbeddedPostgres.start(options, EnumSet.noneOf(Way.class)))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("refuses to run as root")
        .hasMessageContaining("ordinary user")
        .hasMessageContaining("CAMEO_DATABASE_URL");
  }

  @Test
  void leavesTheFolderRootsWhenNobodyCannotReachIt() throws Exception {
    Path closed = Files.createDirectory(data.resolve("closed"), PrivateFiles.FOLDER_MODE);
    Path inside = Prepared.withDatabase(Files.createDirectory(closed.resolve("data")));
    EmbeddedPostgresOptions options = EmbeddedPostgresOptions.of(inside);
    assertThatThrownBy(() -> EmbeddedPostgres.start(options, EnumSet.of(Way.SETPRIV)))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("cannot write to");
    assertThat(Owner.of(inside.resolve("postgres/data/PG_VERSION"))).isEqualTo(new Owner(0, 0));
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options, EnumSet.of(Way.NAMESPACE))) {
      assertThat(Sql.ask(postgres.address(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void leavesNoServerBehindTheKilledServiceOfAnOrdinaryUser() throws Exception {
    List<String> setpriv = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    String classPath = readableClassPath();
    Path own = Prepared.withDatabase(Files.createDirectory(data.resolve("own")));
    new Account(List.of(), java.util.Optional.of(NOBODY)).giveTree(own);
    ProcessHandle server;
    try (Child service = Child.start(setpriv, classPath, own)) {
      server = ProcessHandle.of(Long.parseLong(service.await("server"))).orElseThrow();
      assertThat(service.await("row")).isEqualTo("1");
      assertThat(Owner.of(Path.of("/proc/" + server.pid()))).isEqualTo(NOBODY);
      service.kill();
    }
    server.onExit().get(15, java.util.concurrent.TimeUnit.SECONDS);
  }

  /** Copies of what the other process needs, for a user who cannot read root's home. */
  private String readableClassPath() throws Exception {
    Path folder = Files.createDirectory(data.resolve("classpath"));
    Prepared.open(folder);
    List<String> entries = new ArrayList<>();
    for (Class<?> needed :
        List.of(
            Child.class,
            EmbeddedPostgres.class,
            org.postgresql.Driver.class,
            org.apache.commons.compress.archivers.tar.TarArchiveEntry.class,
            org.tukaani.xz.XZInputStream.class,
            org.slf4j.Logger.class)) {
      Path from = Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path to = folder.resolve(entries.size() + "-" + from.getFileName());
      Process copy =
          new ProcessBuilder("cp", "-r", from.toString(), to.toString()).inheritIO().start();
      assertThat(copy.waitFor()).isZero();
      entries.add(to.toString());
    }
    return String.join(":", entries);
  }
}
