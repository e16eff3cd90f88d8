package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.embedded.EmbeddedPostgres;
import io.cameo.storage.Ports;
import io.cameo.storage.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real streaming replica of an embedded server, from a copy of its folder. */
final class Standby implements AutoCloseable {

  private final EmbeddedPostgres primary;
  private final Path folder;
  private final List<String> command;
  private final int port;
  private Process process;

  private Standby(EmbeddedPostgres primary, Path folder, List<String> command, int port) {
    this.primary = primary;
    this.folder = folder;
    this.command = command;
    this.port = port;
  }

  /**
   * Copies the primary and starts the copy.
   *
   * @param data the data folder of the primary
   * @param name of its slot and of its folder
   */
  static Standby of(EmbeddedPostgres primary, Path data, Path home, String name) throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path source = Objects.requireNonNull(find(data, "cameo-password").getParent());
    Path folder = home.resolve(name);
    try (Connection connection =
            DriverManager.getConnection(primary.jdbcUrl(), primary.user(), primary.password());
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_create_physical_replication_slot('" + name + "', true)");
      statement.execute("select pg_backup_start('" + name + "', true)");
      run(List.of("cp", "-a", source.toString(), folder.toString()));
      try (ResultSet row = statement.executeQuery("select labelfile from pg_backup_stop()")) {
        row.next();
        Files.writeString(folder.resolve("backup_label"), row.getString(1));
      }
    }
    for (String file : List.of("postmaster.pid", "postmaster.opts")) {
      Files.deleteIfExists(folder.resolve(file));
    }
    empty(folder.resolve("pg_wal"));
    empty(folder.resolve("pg_replslot"));
    Files.writeString(folder.resolve("standby.signal"), "");
    Files.writeString(
        folder.resolve("postgresql.auto.conf"),
        """
        primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'
        primary_slot_name = '%s'
        wal_retrieve_retry_interval = 200ms
        wal_receiver_status_interval = 1s
        """
            .formatted(
                java.net.URI.create(primary.jdbcUrl().substring("jdbc:".length())).getPort(),
                primary.user(),
                primary.password(),
                name));
    run(List.of("chown", "-R", "--reference=" + source, folder.toString()));
    int port = Ports.free();
    Standby standby = new Standby(primary, folder, command(data, source, folder, port), port);
    standby.start();
    return standby;
  }

  private static List<String> command(Path data, Path source, Path folder, int port)
      throws IOException {
    List<String> command = new ArrayList<>();
    Object owner = Files.getAttribute(source, "unix:uid");
    Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    if (own.equals(0) && owner.equals(0)) {
      // As the embedded server runs under root.
      command.addAll(List.of("unshare", "--user"));
    } else if (!owner.equals(own)) {
      command.addAll(
          List.of(
              "setpriv",
              "--reuid=" + owner,
              "--regid=" + Files.getAttribute(source, "unix:gid"),
              "--clear-groups",
              "--"));
    }
    command.add(find(data, "bin/postgres").toString());
    command.addAll(List.of("-D", folder.toString(), "-p", Integer.toString(port)));
    for (String setting :
        List.of("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off")) {
      command.addAll(List.of("-c", setting));
    }
    return command;
  }

  private static Path find(Path data, String file) throws IOException {
    try (Stream<Path> all = Files.walk(data, 6)) {
      return all.filter(path -> path.endsWith(file)).findFirst().orElseThrow(IOException::new);
    }
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder)) {
          Files.delete(path);
        }
      }
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
  }

  /** Starts it, again if it was killed, and waits until it answers. */
  void start() throws IOException {
    Files.deleteIfExists(folder.resolve("postmaster.pid"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    folder.resolveSibling(folder.getFileName() + ".log").toFile()))
            .start();
    Until.holds(
        "the standby answers",
        () -> {
          try (Connection connection = connect()) {
            return connection.isValid(1);
          } catch (SQLException notYet) {
            return false;
          }
        });
  }

  /** The value of a setting that leads to it. */
  String setting() {
    return "postgresql://"
        + primary.user()
        + ":"
        + primary.password()
        + "@127.0.0.1:"
        + port
        + "/postgres";
  }

  int port() {
    return port;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres?connectTimeout=2&socketTimeout=10",
        primary.user(),
        primary.password());
  }

  /** The first column of the first row. */
  String ask(String question) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  /** {@code kill -9} of all its processes. */
  void kill() throws InterruptedException {
    List<ProcessHandle> all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor(20, TimeUnit.SECONDS);
    Until.holds("all are gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Stops all its processes as a machine that hangs does, or lets them go on. */
  void signal(String signal) throws IOException, InterruptedException {
    List<String> kill = new ArrayList<>(List.of("kill", "-" + signal));
    processes().forEach(one -> kill.add(Long.toString(one.pid())));
    run(kill);
  }

  private List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
