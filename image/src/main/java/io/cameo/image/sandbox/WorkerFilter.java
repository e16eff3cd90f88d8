package io.cameo.image.sandbox;

import static io.cameo.image.sandbox.FilterProgram.ALLOW;
import static io.cameo.image.sandbox.FilterProgram.KILL;

import io.cameo.image.sandbox.FilterProgram.OneOf;
import io.cameo.image.sandbox.FilterProgram.With;
import io.cameo.image.sandbox.FilterProgram.Without;
import java.util.List;

/**
 * Which system calls a worker may make once it is locked in: what was seen in a JVM with libvips
 * after its warm-up, and nothing else. docs/operations/sandbox.md says how the list was found.
 */
final class WorkerFilter {
  static final int PR_GET_SECCOMP = 21;
  static final int RLIMIT_CPU = 0;
  private static final int PR_SET_NAME = 15;
  private static final int PR_SET_VMA = 0x53564d41;
  private static final int PROT_EXEC = 4;
  private static final int CLONE_THREAD = 0x10000;

  /** All {@code CLONE_NEW…}: namespaces of its own would open new ways into the kernel. */
  private static final int CLONE_NEW = 0x7E020000;

  /** Allowed whatever the arguments: memory, threads, time, and files that are open already. */
  private static final List<SystemCall> ALLOWED =
      List.of(
          SystemCall.FUTEX,
          SystemCall.READ,
          SystemCall.WRITE,
          SystemCall.CLOSE,
          SystemCall.LSEEK,
          SystemCall.PREAD64,
          SystemCall.MUNMAP,
          SystemCall.BRK,
          SystemCall.MREMAP,
          SystemCall.RT_SIGPROCMASK,
          SystemCall.RT_SIGRETURN,
          SystemCall.MADVISE,
          SystemCall.SCHED_YIELD,
          SystemCall.EXIT,
          SystemCall.EXIT_GROUP,
          SystemCall.GETTID,
          SystemCall.GETPID,
          SystemCall.CLOCK_GETTIME,
          SystemCall.CLOCK_NANOSLEEP,
          SystemCall.NANOSLEEP,
          SystemCall.SET_ROBUST_LIST,
          SystemCall.RSEQ,
          SystemCall.SCHED_GETAFFINITY,
          SystemCall.GETRANDOM,
          SystemCall.GETRUSAGE,
          SystemCall.RESTART_SYSCALL,
          SystemCall.FSTAT,
          SystemCall.POLL,
          SystemCall.PPOLL);

  /** Refused, not killed for: the JDK and GLib try these when something is looked up lazily. */
  static final List<SystemCall> REFUSED =
      List.of(
          SystemCall.OPENAT,
          SystemCall.OPEN,
          SystemCall.NEWFSTATAT,
          SystemCall.STAT,
          SystemCall.LSTAT,
          SystemCall.STATX,
          SystemCall.ACCESS,
          SystemCall.FACCESSAT,
          SystemCall.FACCESSAT2,
          SystemCall.READLINK,
          SystemCall.READLINKAT,
          SystemCall.UNLINK,
          SystemCall.UNLINKAT,
          SystemCall.IOCTL,
          SystemCall.GETCWD,
          SystemCall.SYSINFO,
          SystemCall.UNAME,
          SystemCall.SCHED_SETAFFINITY,
          SystemCall.SIGALTSTACK);

  /** What the trial makes fail, to see that the kernel holds all threads to a filter. */
  static final List<SystemCall> TRIED =
      List.of(
          SystemCall.OPENAT,
          SystemCall.EXECVE,
          SystemCall.EXECVEAT,
          SystemCall.SOCKET,
          SystemCall.CONNECT,
          SystemCall.PTRACE,
          SystemCall.KILL,
          SystemCall.PROCESS_VM_READV,
          SystemCall.PROCESS_VM_WRITEV,
          SystemCall.MEMFD_CREATE,
          SystemCall.IO_URING_SETUP,
          SystemCall.BPF,
          SystemCall.UNSHARE);

  private WorkerFilter() {}

  /**
   * The filter that is installed first and stays: ways out fail with an error, so that the worker
   * can try them and live. All filters of a process are asked; the strictest answer counts.
   */
  static FilterProgram trial(Architecture architecture) {
    FilterProgram.Builder filter = new FilterProgram.Builder(architecture);
    for (SystemCall call : TRIED) {
      filter.rule(call, FilterProgram.refuse(Errno.EACCES));
    }
    filter.allowIf(SystemCall.MMAP, FilterProgram.refuse(Errno.EACCES), new Without(2, PROT_EXEC));
    filter.allowIf(
        SystemCall.MPROTECT, FilterProgram.refuse(Errno.EACCES), new Without(2, PROT_EXEC));
    filter.allowIf(
        SystemCall.CLONE,
        FilterProgram.refuse(Errno.EACCES),
        new With(0, CLONE_THREAD),
        new Without(0, CLONE_NEW));
    // Its flags are in a structure, which no filter can read; the C library goes on with clone.
    filter.rule(SystemCall.CLONE3, FilterProgram.refuse(Errno.ENOSYS));
    return filter.otherwise(ALLOW);
  }

  /**
   * The filter for the worker's life with strangers' pictures: the process ends at the first call
   * that it has no need of.
   *
   * @param pid the worker's own: it may send signals to itself, so that an abort looks like one
   */
  static FilterProgram locked(Architecture architecture, int pid) {
    FilterProgram.Builder filter = new FilterProgram.Builder(architecture);
    for (SystemCall call : ALLOWED) {
      filter.rule(call, ALLOW);
    }
    filter.allowIf(SystemCall.MMAP, KILL, new Without(2, PROT_EXEC));
    filter.allowIf(SystemCall.MPROTECT, KILL, new Without(2, PROT_EXEC));
    filter.allowIf(SystemCall.CLONE, KILL, new With(0, CLONE_THREAD), new Without(0, CLONE_NEW));
    filter.rule(SystemCall.CLONE3, FilterProgram.refuse(Errno.ENOSYS));
    filter.allowIf(
        SystemCall.PRCTL, KILL, new OneOf(0, List.of(PR_SET_NAME, PR_SET_VMA, PR_GET_SECCOMP)));
    filter.allowIf(
        SystemCall.PRLIMIT64,
        FilterProgram.refuse(Errno.EACCES),
        new OneOf(0, List.of(0)),
        new OneOf(1, List.of(RLIMIT_CPU)));
    filter.allowIf(SystemCall.TGKILL, KILL, new OneOf(0, List.of(pid)));
    for (SystemCall call : REFUSED) {
      filter.rule(call, FilterProgram.refuse(Errno.EACCES));
    }
    return filter.otherwise(KILL);
  }
}
