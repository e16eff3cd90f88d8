package io.cameo.bench.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A process of the benchmark that writes into a log file and is ended together with everything it
 * started.
 */
public final class Child implements AutoCloseable {

  private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "TMPDIR");
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration GRACE_OF_REST = Duration.ofSeconds(3);
  private static final long LOOK_AGAIN_MILLIS = 5;

  private final String name;
  private final Process process;
  private final ProcessTree tree;
  private final Path log;

  private Child(String name, Process process, ProcessTree tree, Path log) {
    this.name = name;
    this.process = process;
    this.tree = tree;
    this.log = log;
  }

  /**
   * Starts a process with nothing of this one's environment but the search path and the home.
   *
   * @param name what messages call it, also the name of its log file
   * @param folder its working directory, log folder, and the mark by which processes are found that
   *     left its tree: a process whose command line names this folder belongs to it
   * @param command program and arguments
   * @param environment what it gets besides
   * @throws IOException when the program cannot be started
   */
  public static Child start(
      String name, Path folder, List<String> command, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(folder);
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Process process = builder.start();
    Child child = new Child(name, process, new ProcessTree(process.pid(), folder.toString()), log);
    Endings.add(child);
    return child;
  }

  /** The process and everything it started. */
  public ProcessTree tree() {
    return tree;
  }

  /** The process itself. */
  public long pid() {
    return process.pid();
  }

  /**
   * Waits until the condition holds.
   *
   * @throws IllegalStateException when the process ends or the time is over, with the end of its
   *     log
   */
  public void await(BooleanSupplier condition, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "%s ended with code %d:%n%s".formatted(name, process.exitValue(), logTail()));
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "%s was not ready within %d s:%n%s".formatted(name, limit.toSeconds(), logTail()));
      }
    }
  }

  /** Waits until the log holds the text. */
  public void awaitLog(String text, Duration limit) throws InterruptedException {
    await(() -> log().contains(text), limit);
  }

  /** Everything the process has written so far. */
  public String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String logTail() {
    List<String> lines = log().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  /** Asks the process to end, waits, then ends by force whatever it left behind. */
  @Override
  public void close() {
    Set<ProcessHandle> members = new HashSet<>(tree.handles());
    process.destroy();
    try {
      process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS);
      process.destroyForcibly();
      members.addAll(tree.handles());
      awaitEnd(members);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<ProcessHandle> left = members.stream().filter(ProcessHandle::isAlive).toList();
    if (!left.isEmpty()) {
      System.err.printf("%s left %d processes behind; they are ended.%n", name, left.size());
    }
    left.forEach(ProcessHandle::destroyForcibly);
    Endings.remove(this);
  }

  private static void awaitEnd(Set<ProcessHandle> members) throws InterruptedException {
    CompletableFuture<?>[] ends =
        members.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(GRACE_OF_REST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Whoever lives now is ended by force.
    }
  }
}
