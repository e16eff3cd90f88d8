package io.cameo.image.sandbox;

import java.io.FileOutputStream;
import java.lang.foreign.Arena;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A process with the worker's own sandbox that then tries one way out, and says "refused" when it
 * lived on without having got anywhere, "GOT OUT" when it has.
 */
final class Escapee {
  private static final Kernel KERNEL = Kernel.ofThisProcess();

  private Escapee() {}

  private interface Attempt {
    void run() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    Sandbox sandbox = Sandbox.of(Confinement.of(arguments[0]));
    sandbox.prepare();
    Attempt attempt = attempt(arguments[1]);
    Class.forName("java.net.Socket");
    System.err.println("layers " + sandbox.install());
    sandbox.nextPicture();
    System.err.println("installed " + ProcessHandle.current().pid());
    try {
      attempt.run();
      System.err.println("GOT OUT");
    } catch (Exception | LinkageError e) {
      System.err.println("refused " + e);
    }
    Runtime.getRuntime().halt(0);
  }

  private static Attempt attempt(String name) {
    return switch (name) {
      case "run-a-program" -> () -> new ProcessBuilder("/bin/true").start().waitFor();
      case "read-a-file" -> () -> Files.readString(Path.of("/etc/hostname"));
      case "read-a-file-in-another-thread" ->
          () -> inAnotherThread(() -> Files.readString(Path.of("/etc/hostname")));
      case "write-a-file" -> () -> new FileOutputStream("escaped").close();
      case "list-a-folder" -> () -> Files.list(Path.of("/")).close();
      case "open-a-tcp-socket" -> () -> new Socket("127.0.0.1", 9).close();
      case "open-a-udp-socket" -> () -> new DatagramSocket().close();
      case "make-a-socket" -> call(SystemCall.SOCKET, 2, 1, 0);
      case "make-a-socket-in-another-thread" ->
          () -> inAnotherThread(call(SystemCall.SOCKET, 2, 1, 0));
      case "kill-the-parent" -> call(SystemCall.KILL, KERNEL.call(SystemCall.GETPPID), 0);
      case "signal-by-tgkill" -> {
        long parent = KERNEL.call(SystemCall.GETPPID);
        yield call(SystemCall.TGKILL, parent, parent, 0);
      }
      case "trace-a-process" -> call(SystemCall.PTRACE, 0x4206, -1, 0, 0);
      case "fork" -> call(SystemCall.CLONE, 17, 0, 0, 0, 0);
      case "vfork" -> call(SystemCall.VFORK);
      case "code-of-its-own" -> call(SystemCall.MMAP, 0, 4096, 7, 0x22, -1, 0);
      case "an-io-ring" -> call(SystemCall.IO_URING_SETUP, 1, 0);
      case "take-a-limit-back" -> call(SystemCall.PRLIMIT64, 0, 2, 0, 0);
      case "another-filter" -> call(SystemCall.SECCOMP, 1, 0, 0);
      case "abort" -> {
        long pid = KERNEL.call(SystemCall.GETPID);
        long thread = KERNEL.call(SystemCall.GETTID);
        yield call(SystemCall.TGKILL, pid, thread, 6);
      }
      case "burn" -> Escapee::burn;
      case "hoard" -> Escapee::hoard;
      case "wait" ->
          () -> {
            while (true) {
              LockSupport.park();
            }
          };
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Attempt call(SystemCall call, long... arguments) {
    return () -> {
      long result = KERNEL.call(call, arguments);
      if (result < 0) {
        throw new IllegalStateException(Errno.name(result));
      }
    };
  }

  private static void inAnotherThread(Attempt attempt) throws Exception {
    try (Witness another = new Witness()) {
      another.ask(
          () -> {
            attempt.run();
            return true;
          });
    }
  }

  private static void burn() {
    long sum = 0;
    while (sum != -1) {
      sum = sum * 31 + System.nanoTime();
      if (sum == -1) {
        sum++;
      }
    }
  }

  /** Asks the C library for memory until there is none; fails cleanly at the limit. */
  private static void hoard() {
    for (int mebibytes = 0; mebibytes < 4_096; mebibytes += 64) {
      Arena.global().allocate(64L << 20).fill((byte) 1);
    }
  }
}
