package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The oldest PostgreSQL that Debian's packages have put on this machine, in a cluster of its own.
 */
public final class InstalledPostgres implements AutoCloseable {

  private static final Path ALL = Path.of("/usr/lib/postgresql");
  private static final int OLDEST_SUPPORTED = 15;

  private final Process process;
  private final TestDatabase.Login login;

  private InstalledPostgres(Process process, int port) {
    this.process = process;
    this.login =
        new TestDatabase.Login("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "cameo", "any");
  }

  /** Starts it; without one the test is skipped aloud, and fails where CI=true. */
  public static InstalledPostgres start(Path folder) throws Exception {
    Path programs = oldest().orElseGet(InstalledPostgres::missing).resolve("bin");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path data = Files.createDirectory(folder.resolve("cluster"));
    List<String> account = new ArrayList<>();
    if (Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      run(folder, List.of("chown", "nobody", data.toString()));
      account.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    run(
        folder,
        with(
            account,
            programs.resolve("initdb"),
            "--pgdata=" + data,
            "--username=cameo",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync"));
    int port = Standby.freePort();
    Process process =
        new ProcessBuilder(
                with(
                    account,
                    programs.resolve("postgres"),
                    "-D",
                    data.toString(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "fsync=off"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    InstalledPostgres server = new InstalledPostgres(process, port);
    Standby.await("the installed PostgreSQL answers", server::answers);
    return server;
  }

  private static Optional<Path> oldest() throws IOException {
    if (!Files.isDirectory(ALL)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(ALL)) {
      return versions
          .filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
          .filter(version -> number(version) >= OLDEST_SUPPORTED)
          .min(Comparator.comparingInt(InstalledPostgres::number));
    }
  }

  private static int number(Path version) {
    String name = String.valueOf(version.getFileName());
    return name.matches("[0-9]{1,3}") ? Integer.parseInt(name) : 0;
  }

  private static Path missing() {
    String missing = "no PostgreSQL server is installed (Debian package postgresql)";
    assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
    System.out.println("SKIPPED: " + missing);
    return Assumptions.abort(missing);
  }

  private static List<String> with(List<String> account, Path program, String... words) {
    List<String> command = new ArrayList<>(account);
    command.add(program.toString());
    command.addAll(List.of(words));
    return command;
  }

  private static void run(Path folder, List<String> command) throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  private boolean answers() {
    try (Connection connection = login.open()) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  /** A database without any table. */
  public TestDatabase openEmpty() {
    return TestDatabase.openEmpty(login);
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
