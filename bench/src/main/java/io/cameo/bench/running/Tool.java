package io.cameo.bench.running;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end for what it prints or does. */
public final class Tool {

  private Tool() {}

  /**
   * Runs a program and waits for it.
   *
   * @return what it wrote to both outputs
   * @throws IOException when it cannot be started, fails, or takes longer than the limit; the
   *     message holds its output
   */
  public static String run(Path folder, Duration limit, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("cameo-bench-tool", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    try (Run run = new Run(builder.start(), output)) {
      Endings.add(run);
      if (!run.process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(command.getFirst() + " took longer than " + limit.toSeconds() + " s");
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      if (run.process.exitValue() != 0) {
        throw new IOException(
            "%s ended with code %d:%n%s"
                .formatted(String.join(" ", command), run.process.exitValue(), text));
      }
      return text;
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** A program that runs, and the file it writes to. */
  private record Run(Process process, Path output) implements AutoCloseable {

    @Override
    public void close() throws IOException {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Files.deleteIfExists(output);
      Endings.remove(this);
    }
  }

  /** Whether a program of that name is on the usual places of a Debian system. */
  public static Optional<Path> find(String name) {
    return List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin").stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Finds a program, and installs Debian's package of it when it is missing and this process is
   * root.
   *
   * @throws IllegalStateException with a sentence that says what to install
   */
  public static Path require(String name, String debianPackage)
      throws IOException, InterruptedException {
    Optional<Path> found = find(name);
    if (found.isEmpty() && isRoot() && find("apt-get").isPresent()) {
      run(
          Path.of("/"),
          Duration.ofMinutes(5),
          List.of(
              "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", debianPackage));
      found = find(name);
    }
    return found.orElseThrow(
        () ->
            new IllegalStateException(
                "This benchmark needs %s: install it with `sudo apt-get install %s`."
                    .formatted(name, debianPackage)));
  }

  /** Whether this process may do everything. */
  public static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }
}
