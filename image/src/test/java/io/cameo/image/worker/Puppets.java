package io.cameo.image.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.image.Outcome;
import io.cameo.image.Outcome.Rendered;
import io.cameo.image.Recipe;
import io.cameo.image.sandbox.Confinement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What the tests of the pool have in common: pools of puppets, and pictures that command them. */
final class Puppets {
  static final Recipe RECIPE = new Recipe(List.of(128, 64), 0, 80, Optional.empty(), 1_000_000);
  static final OutputCheck ANYTHING = (file, type, width, height) -> Optional.empty();
  static final WorkerLimits SMALL = new WorkerLimits(4 << 20, 1 << 20, 16);

  private final Path folder;
  private final AtomicInteger files = new AtomicInteger();

  Puppets(Path folder) {
    this.folder = folder;
  }

  static Path classesOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  WorkerCommand command(Class<?> main, String mood) {
    return new WorkerCommand(
        WorkerCommand.ownJava(),
        List.of(classesOf(WorkerMain.class), classesOf(Puppets.class)),
        folder.resolve(mood),
        folder,
        SMALL,
        Confinement.off(),
        main.getName());
  }

  WorkerPool pool(PoolOptions options, WorkerListener listener) {
    return pool(Puppet.class, "obedient", options, listener);
  }

  WorkerPool pool(Class<?> main, String mood, PoolOptions options, WorkerListener listener) {
    return new WorkerPool(command(main, mood), options, listener, ANYTHING);
  }

  static PoolOptions options(int workers, int queue) {
    return new PoolOptions(
        workers,
        queue,
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        Recycling.defaults(),
        Duration.ofSeconds(5));
  }

  static PoolOptions withDeadline(PoolOptions from, Duration deadline) {
    return new PoolOptions(
        from.workers(),
        from.queueLength(),
        from.queueWait(),
        deadline,
        from.startTimeout(),
        from.recycling(),
        from.drain());
  }

  /** Lets all pictures of the command 'W' come to their end. */
  void giveTheSign() throws IOException {
    Files.createFile(folder.resolve("sign"));
  }

  /** Sends one command by a thread of its own. */
  CompletableFuture<Outcome> start(WorkerPool pool, char command, int argument, String tail) {
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                end.complete(send(pool, command, argument, tail));
              } catch (Throwable t) {
                end.completeExceptionally(t);
              }
            });
    return end;
  }

  /** Sends one command to a pool. */
  Outcome send(WorkerPool pool, char command, int argument, String tail) throws Exception {
    return send(pool, RECIPE, Puppet.does(command, argument, tail));
  }

  Outcome send(WorkerPool pool, Recipe recipe, byte[] picture) throws Exception {
    Path file = folder.resolve("picture-" + files.incrementAndGet());
    Files.write(file, picture);
    try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.READ)) {
      return pool.render(recipe, channel, picture.length);
    } finally {
      Files.delete(file);
    }
  }

  /** Sends a good picture and checks that the answer is this picture's own. */
  void assertServes(WorkerPool pool, String tail) throws Exception {
    assertAnswers(send(pool, 'G', 0, tail), tail);
  }

  static void assertAnswers(Outcome outcome, String tail) {
    assertThat(outcome).isInstanceOf(Rendered.class);
    Rendered rendered = (Rendered) outcome;
    assertThat(rendered.renditions()).hasSize(2);
    for (var rendition : rendered.renditions()) {
      assertThat(ByteBuffer.wrap(rendition.bytes()).getInt()).isEqualTo(rendition.width());
      assertThat(
              new String(
                  rendition.bytes(), 4, rendition.bytes().length - 4, StandardCharsets.UTF_8))
          .isEqualTo(tail);
    }
  }

  /** Waits for a condition; fails after ten seconds. */
  static void eventually(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still not so after 10 s: " + what).isLessThan(until);
      LockSupport.parkNanos(2_000_000);
    }
  }

  static boolean isGone(long pid) {
    return ProcessHandle.of(pid).map(handle -> !handle.isAlive()).orElse(true);
  }

  /** What a process's folder in /proc holds; empty where there is no such thing. */
  static Optional<byte[]> proc(long pid, String file) throws IOException {
    Path path = Path.of("/proc", Long.toString(pid), file);
    return Files.isReadable(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
  }

  /** Targets of a process's file descriptors, in the order of their numbers. */
  static List<String> openFiles(long pid) throws Exception {
    List<String> targets = new ArrayList<>();
    try (Stream<Path> list = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path link :
          list.sorted(
                  Comparator.comparingInt(path -> Integer.parseInt(path.getFileName().toString())))
              .toList()) {
        targets.add(Files.readSymbolicLink(link).toString());
      }
    }
    return targets;
  }
}
