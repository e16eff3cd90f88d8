package io.cameo.image.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Ways out of the sandbox, each really tried. Were one open, the attempt would do no harm: it asks
 * for nothing, or for what does not exist.
 */
final class EscapeAttempts {
  private static final int AT_FDCWD = -100;
  private static final int O_WRONLY = 1;
  private static final int O_CREAT = 0x40;
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int STREAM = 1;
  private static final int DATAGRAM = 2;
  private static final int TRACE_NOBODY = 0x4206;
  private static final int NO_SIGNAL = 0;
  private static final int READ_WRITE_EXECUTE = 7;
  private static final int PRIVATE_ANONYMOUS = 0x22;

  /** A new user namespace that shares its root directory: every kernel refuses that (EINVAL). */
  private static final int IMPOSSIBLE_CHILD = 0x10000000 | 0x200;

  private final Kernel kernel;

  EscapeAttempts(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Tries all.
   *
   * @return those that were not refused by the filter, with what the kernel answered instead
   */
  List<String> open() {
    List<String> open = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      long path = arena.allocateFrom("/proc/self/exe").address();
      long name = arena.allocateFrom("escaped").address();
      attempt(open, "reading a file", SystemCall.OPENAT, AT_FDCWD, path, 0);
      attempt(open, "writing a file", SystemCall.OPENAT, AT_FDCWD, name, O_WRONLY | O_CREAT, 0600);
      attempt(open, "running a program", SystemCall.EXECVE, 0, 0, 0);
      attempt(open, "running a program", SystemCall.EXECVEAT, -1, 0, 0, 0, 0);
      attempt(open, "a process of its own", SystemCall.CLONE, IMPOSSIBLE_CHILD, 0, 0, 0, 0);
      attempt(open, "a TCP socket", SystemCall.SOCKET, AF_INET, STREAM, 0);
      attempt(open, "a UDP socket", SystemCall.SOCKET, AF_INET, DATAGRAM, 0);
      attempt(open, "a Unix socket", SystemCall.SOCKET, AF_UNIX, STREAM, 0);
      attempt(open, "a connection", SystemCall.CONNECT, -1, 0, 0);
      attempt(open, "tracing a process", SystemCall.PTRACE, TRACE_NOBODY, -1, 0, 0);
      attempt(
          open,
          "a signal to the service",
          SystemCall.KILL,
          kernel.call(SystemCall.GETPPID),
          NO_SIGNAL);
      MemorySegment nothing = arena.allocate(1);
      attempt(
          open, "another's memory", SystemCall.PROCESS_VM_READV, -1, nothing.address(), 0, 0, 0, 0);
      attempt(
          open,
          "another's memory",
          SystemCall.PROCESS_VM_WRITEV,
          -1,
          nothing.address(),
          0,
          0,
          0,
          0);
      attempt(open, "a file in memory", SystemCall.MEMFD_CREATE, 0, 0);
      attempt(open, "an I/O ring", SystemCall.IO_URING_SETUP, 0, 0);
      attempt(open, "a kernel program", SystemCall.BPF, -1, 0, 0);
      attempt(open, "a namespace", SystemCall.UNSHARE, IMPOSSIBLE_CHILD);
      attempt(
          open,
          "code of its own",
          SystemCall.MMAP,
          0,
          4096,
          READ_WRITE_EXECUTE,
          PRIVATE_ANONYMOUS,
          -1,
          0);
      attempt(open, "code of its own", SystemCall.MPROTECT, 0, 0, READ_WRITE_EXECUTE);
    }
    return open;
  }

  private void attempt(List<String> open, String what, SystemCall call, long... arguments) {
    long result = kernel.call(call, arguments);
    if (result != -Errno.EACCES) {
      open.add(what + " (" + call + ": " + (result < 0 ? Errno.name(result) : "done") + ")");
    }
  }
}
