package io.cameo.image.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The sandbox of Linux: privileges, limits and death with the service first; after the warm-up a
 * filter of system calls on every thread of the process, tried before anything is promised.
 *
 * <p>Landlock is not installed here, because before Linux 7.0 it binds single threads: the {@link
 * Launcher} took it before this JVM began, and here is only looked whether it holds.
 */
final class LinuxSandbox implements Sandbox {
  private static final int PR_SET_PDEATHSIG = 1;
  private static final int PR_SET_DUMPABLE = 4;
  static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SIGKILL = 9;
  private static final int SET_MODE_FILTER = 1;
  private static final int ON_ALL_THREADS = 1;
  private static final int MODE_FILTER = 2;
  private static final String WHAT_TO_DO =
      "The container or system must allow seccomp(2) and prctl(2), see"
          + " docs/operations/sandbox.md; CAMEO_SANDBOX=preferred runs with what there is.";

  private final Confinement confinement;
  private final Kernel kernel;
  private final ProcessLimits limits;
  private final Set<Layer> layers = EnumSet.noneOf(Layer.class);

  LinuxSandbox(Confinement confinement, Kernel kernel) {
    this.confinement = confinement;
    this.kernel = kernel;
    this.limits = new ProcessLimits(kernel, confinement);
  }

  @Override
  public void prepare() {
    if (kernel.architecture().isEmpty()) {
      missing("The sandbox needs Linux on x86-64 or aarch64, and this is another system.");
      return;
    }
    take(Layer.NO_NEW_PRIVILEGES, kernel.call(SystemCall.PRCTL, PR_SET_NO_NEW_PRIVS, 1));
    take(Layer.PARENT_DEATH, kernel.call(SystemCall.PRCTL, PR_SET_PDEATHSIG, SIGKILL));
    take(Layer.NOT_DUMPABLE, kernel.call(SystemCall.PRCTL, PR_SET_DUMPABLE, 0));
    List<String> faults = limits.set();
    if (faults.isEmpty()) {
      layers.add(Layer.LIMITS);
    } else {
      missing("The worker's limits could not be set (" + String.join(", ", faults) + ").");
    }
  }

  private void take(Layer layer, long result) {
    if (result == 0) {
      layers.add(layer);
    } else {
      missing("The layer " + layer.word() + " cannot be had (" + Errno.name(result) + ").");
    }
  }

  @Override
  public List<String> install() {
    try {
      OwnClasses.load();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    kernel.architecture().ifPresent(this::install);
    return layers.stream().map(Layer::word).toList();
  }

  private void install(Architecture architecture) {
    if (Landlock.holds(kernel)) {
      layers.add(Layer.LANDLOCK);
    }
    try (Witness witness = new Witness()) {
      long trial = filter(WorkerFilter.trial(architecture));
      if (trial != 0) {
        missing("The seccomp filter cannot be installed (" + said(trial) + "). " + WHAT_TO_DO);
        return;
      }
      EscapeAttempts attempts = new EscapeAttempts(kernel);
      hold(attempts.open(), "the main thread");
      hold(witness.ask(attempts::open), "another thread");
      int pid = (int) kernel.call(SystemCall.GETPID);
      long locked = filter(WorkerFilter.locked(architecture, pid));
      if (locked != 0) {
        missing("The seccomp filter cannot be installed (" + said(locked) + "). " + WHAT_TO_DO);
        return;
      }
      hold(unlocked(), "the main thread");
      hold(witness.ask(this::unlocked), "another thread");
    }
    layers.add(Layer.SECCOMP);
  }

  private static String said(long result) {
    return result > 0 ? "thread " + result + " cannot be held to it" : Errno.name(result);
  }

  private long filter(FilterProgram program) {
    byte[] bytes = program.bytes();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment instructions = arena.allocate(bytes.length, Long.BYTES);
      instructions.copyFrom(MemorySegment.ofArray(bytes));
      MemorySegment header = arena.allocate(2L * Long.BYTES, Long.BYTES);
      header.set(ValueLayout.JAVA_SHORT, 0, (short) (bytes.length / FilterProgram.BYTES_EACH));
      header.set(ValueLayout.JAVA_LONG, Long.BYTES, instructions.address());
      return kernel.call(SystemCall.SECCOMP, SET_MODE_FILTER, ON_ALL_THREADS, header.address());
    }
  }

  /** What shows that this thread is not locked in; nothing when it is. */
  private List<String> unlocked() {
    List<String> faults = new ArrayList<>();
    long mode = kernel.call(SystemCall.PRCTL, WorkerFilter.PR_GET_SECCOMP);
    if (mode != MODE_FILTER) {
      faults.add("seccomp mode " + mode);
    }
    long status = kernel.call(SystemCall.NEWFSTATAT, -1, 0, 0, 0);
    if (status != -Errno.EACCES) {
      faults.add("asking for a file's state: " + status);
    }
    return faults;
  }

  /** A filter that is there and does not hold is worse than none, in every mode. */
  private static void hold(List<String> open, String where) {
    if (!open.isEmpty()) {
      throw new IllegalStateException(
          "The seccomp filter does not hold in " + where + ": " + String.join(", ", open) + ".");
    }
  }

  private void missing(String sentence) {
    if (confinement.mode() == Confinement.Mode.REQUIRED) {
      throw new IllegalStateException(sentence);
    }
    System.err.println("The worker goes on without: " + sentence);
  }

  @Override
  public void nextPicture() {
    if (layers.contains(Layer.LIMITS)) {
      limits.grantOnePicture();
    }
  }
}
