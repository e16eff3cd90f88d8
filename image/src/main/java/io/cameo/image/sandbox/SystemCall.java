package io.cameo.image.sandbox;

import java.util.OptionalInt;

/**
 * System calls by their numbers: those of x86-64 from {@code unistd_64.h}, those of aarch64 from
 * {@code asm-generic/unistd.h}, -1 where an architecture has none.
 */
enum SystemCall {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  LSEEK(8, 62),
  PREAD64(17, 67),
  MMAP(9, 222),
  MPROTECT(10, 226),
  MUNMAP(11, 215),
  BRK(12, 214),
  MREMAP(25, 216),
  MADVISE(28, 233),
  FUTEX(202, 98),
  POLL(7, -1),
  PPOLL(271, 73),
  RT_SIGPROCMASK(14, 135),
  RT_SIGRETURN(15, 139),
  SCHED_YIELD(24, 124),
  EXIT(60, 93),
  EXIT_GROUP(231, 94),
  GETTID(186, 178),
  GETPID(39, 172),
  CLOCK_GETTIME(228, 113),
  CLOCK_NANOSLEEP(230, 115),
  NANOSLEEP(35, 101),
  SET_ROBUST_LIST(273, 99),
  RSEQ(334, 293),
  SCHED_GETAFFINITY(204, 123),
  GETRANDOM(318, 278),
  GETRUSAGE(98, 165),
  RESTART_SYSCALL(219, 128),
  FSTAT(5, 80),
  CLONE(56, 220),
  CLONE3(435, 435),
  PRCTL(157, 167),
  TGKILL(234, 131),
  PRLIMIT64(302, 261),
  OPEN(2, -1),
  OPENAT(257, 56),
  OPENAT2(437, 437),
  CREAT(85, -1),
  NEWFSTATAT(262, 79),
  STAT(4, -1),
  LSTAT(6, -1),
  ACCESS(21, -1),
  FACCESSAT(269, 48),
  FACCESSAT2(439, 439),
  READLINK(89, -1),
  READLINKAT(267, 78),
  STATX(332, 291),
  IOCTL(16, 29),
  UNLINK(87, -1),
  UNLINKAT(263, 35),
  GETCWD(79, 17),
  SYSINFO(99, 179),
  UNAME(63, 160),
  SCHED_SETAFFINITY(203, 122),
  SIGALTSTACK(131, 132),
  EXECVE(59, 221),
  EXECVEAT(322, 281),
  SOCKET(41, 198),
  CONNECT(42, 203),
  PTRACE(101, 117),
  KILL(62, 129),
  FORK(57, -1),
  VFORK(58, -1),
  PROCESS_VM_READV(310, 270),
  PROCESS_VM_WRITEV(311, 271),
  MEMFD_CREATE(319, 279),
  IO_URING_SETUP(425, 425),
  BPF(321, 280),
  UNSHARE(272, 97),
  GETPPID(110, 173),
  SECCOMP(317, 277),
  LANDLOCK_CREATE_RULESET(444, 444),
  LANDLOCK_ADD_RULE(445, 445),
  LANDLOCK_RESTRICT_SELF(446, 446);

  private final int x86;
  private final int arm;

  SystemCall(int x86, int arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  /** Its number; empty when this architecture has no such call. */
  OptionalInt on(Architecture architecture) {
    int number = architecture == Architecture.X86_64 ? x86 : arm;
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
