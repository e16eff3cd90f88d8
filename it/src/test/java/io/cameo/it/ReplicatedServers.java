package io.cameo.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL and a streaming replica of it, from the programs that Cameo brings along. */
final class ReplicatedServers implements AutoCloseable {

  private static final String NOBODY = "65534";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path home;
  private final List<String> account = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private final int primaryPort = Ports.free();
  private final int replicaPort = Ports.free();

  private ReplicatedServers(Path home) throws IOException {
    this.home = home;
    if (Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      account.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
    }
  }

  /**
   * Starts both.
   *
   * @param data of a program that has unpacked its server
   */
  static ReplicatedServers start(Path data) throws Exception {
    Path home = Files.createTempDirectory("cameo-it-replica-");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    ReplicatedServers servers = new ReplicatedServers(home);
    try {
      servers.startBoth(data);
      return servers;
    } catch (Exception | Error failed) {
      servers.close();
      throw failed;
    }
  }

  private void startBoth(Path data) throws Exception {
    try (Stream<Path> runtime = Files.list(data.resolve("runtime"))) {
      Path programs =
          runtime
              .filter(path -> path.getFileName().toString().startsWith("postgres-"))
              .findFirst()
              .orElseThrow();
      run(List.of("cp", "-r", programs.toString(), home.resolve("programs").toString()));
    }
    giveAway(home);
    runAsServer("initdb", "-D", home.resolve("a").toString(), "-U", "cameo", "--auth=trust", "-N");
    launch("a", primaryPort);
    try (Connection primary = connect(primaryPort);
        Statement statement = primary.createStatement()) {
      statement.execute("select pg_create_physical_replication_slot('b', true)");
      statement.execute("select pg_backup_start('b', true)");
      run(List.of("cp", "-a", home.resolve("a").toString(), home.resolve("b").toString()));
      try (ResultSet row = statement.executeQuery("select labelfile from pg_backup_stop()")) {
        row.next();
        Files.writeString(home.resolve("b/backup_label"), row.getString(1));
      }
    }
    for (String leftOver : List.of("postmaster.pid", "pg_wal", "pg_replslot")) {
      empty(home.resolve("b").resolve(leftOver));
    }
    Files.createDirectories(home.resolve("b/pg_wal"));
    Files.createDirectories(home.resolve("b/pg_replslot"));
    Files.writeString(home.resolve("b/standby.signal"), "");
    Files.writeString(
        home.resolve("b/postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 user=cameo port="
            + primaryPort
            + "'\nprimary_slot_name = 'b'\n");
    giveAway(home.resolve("b"));
    Files.setPosixFilePermissions(home.resolve("b"), PosixFilePermissions.fromString("rwx------"));
    launch("b", replicaPort);
  }

  private void launch(String folder, int port) throws IOException {
    List<String> command = new ArrayList<>(account);
    command.add(home.resolve("programs/bin/postgres").toString());
    command.addAll(List.of("-D", home.resolve(folder).toString(), "-p", Integer.toString(port)));
    for (String setting :
        List.of("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off")) {
      command.addAll(List.of("-c", setting));
    }
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve(folder + ".log").toFile())
            .start());
    Wait.until(
        "PostgreSQL " + folder + " answers",
        PATIENCE,
        () -> {
          try (Connection connection = connect(port)) {
            return connection.isValid(1);
          }
        });
  }

  private void runAsServer(String program, String... words) throws Exception {
    List<String> command = new ArrayList<>(account);
    command.add(home.resolve("programs/bin").resolve(program).toString());
    command.addAll(List.of(words));
    run(command);
  }

  private void run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(home.resolve("preparing.log").toFile()))
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end");
    }
  }

  private void giveAway(Path path) throws Exception {
    if (!account.isEmpty()) {
      run(List.of("chown", "-R", NOBODY + ":" + NOBODY, path.toString()));
    }
  }

  private static void empty(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }

  private static Connection connect(int port) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:"
            + port
            + "/postgres?user=cameo&connectTimeout=5&socketTimeout=30");
  }

  String primarySetting() {
    return "postgresql://cameo@127.0.0.1:" + primaryPort + "/postgres";
  }

  String replicaSetting() {
    return "postgresql://cameo@127.0.0.1:" + replicaPort + "/postgres";
  }

  /** The first column of the replica's first row. */
  String askReplica(String question) throws SQLException {
    try (Connection replica = connect(replicaPort);
        Statement statement = replica.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  @Override
  public void close() throws IOException {
    for (Process process : processes.reversed()) {
      List<ProcessHandle> all =
          Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
      all.forEach(ProcessHandle::destroyForcibly);
      Wait.until(
          "PostgreSQL is gone", PATIENCE, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }
    empty(home);
  }
}
