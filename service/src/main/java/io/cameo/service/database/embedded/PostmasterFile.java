package io.cameo.service.database.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server wrote into its folder's {@code postmaster.pid}; the lines are those of PostgreSQL's
 * {@code miscadmin.h}.
 *
 * @param pid line 1
 * @param port line 4; 0 while the server has not said it yet
 */
record PostmasterFile(long pid, int port) {

  static Path in(Path cluster) {
    return cluster.resolve("postmaster.pid");
  }

  /** The file's content; empty if there is none, or none that makes sense. */
  static Optional<PostmasterFile> read(Path cluster) throws IOException {
    try {
      List<String> lines = Files.readAllLines(in(cluster), UTF_8);
      long pid = Long.parseLong(lines.getFirst().strip());
      int port = lines.size() > 3 ? Integer.parseInt(lines.get(3).strip()) : 0;
      return Optional.of(new PostmasterFile(pid, port));
    } catch (NoSuchFileException | NumberFormatException | java.util.NoSuchElementException e) {
      return Optional.empty();
    }
  }

  /**
   * The running server of the cluster that this speaks of; empty if it is gone.
   *
   * <p>The number alone proves nothing: numbers are used again, in containers at once. The process
   * must work in the cluster's folder, or have been started with its name.
   */
  Optional<ProcessHandle> server(Path cluster) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(p -> serves(p, cluster));
  }

  private static boolean serves(ProcessHandle process, Path cluster) {
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    try {
      if (Files.isDirectory(proc)) {
        List<String> words =
            List.of(Files.readString(proc.resolve("cmdline"), UTF_8).split("\0", -1));
        return words.getFirst().endsWith("postgres") && words.contains(cluster.toString());
      }
    } catch (IOException e) {
      return false;
    }
    String command =
        ShortCommand.run(List.of("ps", "-o", "command=", "-p", Long.toString(process.pid())))
            .output();
    return command.contains("postgres") && command.contains(" " + cluster + " ");
  }
}
