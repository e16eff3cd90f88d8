package io.cameo.image.sandbox;

import static io.cameo.image.sandbox.FilterProgram.ALLOW;
import static io.cameo.image.sandbox.FilterProgram.KILL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the filters answer, call by call, on both architectures. */
class WorkerFilterTest {
  private static final int PID = 4711;
  private static final int REFUSED = FilterProgram.refuse(Errno.EACCES);
  private static final int NO_SUCH_CALL = FilterProgram.refuse(Errno.ENOSYS);

  /** More than any kernel has calls. */
  private static final int NUMBERS = 1_000;

  private static int locked(Architecture on, SystemCall call, long... arguments) {
    return FilterMachine.answer(
        WorkerFilter.locked(on, PID), on.audit(), call.on(on).orElseThrow(), arguments);
  }

  private static int trial(Architecture on, SystemCall call, long... arguments) {
    return FilterMachine.answer(
        WorkerFilter.trial(on), on.audit(), call.on(on).orElseThrow(), arguments);
  }

  @ParameterizedTest
  @EnumSource
  void killsForEveryNumberThatIsNotOnTheList(Architecture on) {
    Set<Integer> named = new HashSet<>();
    for (SystemCall call : SystemCall.values()) {
      call.on(on).ifPresent(named::add);
    }
    FilterProgram filter = WorkerFilter.locked(on, PID);
    int killed = 0;
    for (int number = 0; number < NUMBERS; number++) {
      if (!named.contains(number)) {
        assertThat(FilterMachine.answer(filter, on.audit(), number)).isEqualTo(KILL);
        killed++;
      }
    }
    assertThat(killed).isGreaterThan(900);
  }

  @ParameterizedTest
  @EnumSource
  void killsForEveryWayOutOfTheProcess(Architecture on) {
    List<SystemCall> ways =
        List.of(
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
            SystemCall.UNSHARE,
            SystemCall.SECCOMP,
            SystemCall.OPENAT2,
            SystemCall.LANDLOCK_CREATE_RULESET);
    for (SystemCall way : ways) {
      assertThat(locked(on, way)).as(way.name()).isEqualTo(KILL);
    }
  }

  @Test
  void killsForTheOldCallsOfX86Too() {
    for (SystemCall old : List.of(SystemCall.FORK, SystemCall.VFORK, SystemCall.CREAT)) {
      assertThat(locked(Architecture.X86_64, old)).as(old.name()).isEqualTo(KILL);
      assertThat(old.on(Architecture.AARCH64)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void killsOnAnotherArchitectureWhateverTheNumber(Architecture on) {
    FilterProgram filter = WorkerFilter.locked(on, PID);
    int i386 = 0x40000003;
    for (Architecture other : Architecture.values()) {
      int expected = other == on ? ALLOW : KILL;
      int read = SystemCall.READ.on(on).orElseThrow();
      assertThat(FilterMachine.answer(filter, other.audit(), read)).isEqualTo(expected);
    }
    for (int number = 0; number < NUMBERS; number++) {
      assertThat(FilterMachine.answer(filter, i386, number)).isEqualTo(KILL);
    }
  }

  @Test
  void killsForTheX32CallsThatShareTheArchitecture() {
    FilterProgram filter = WorkerFilter.locked(Architecture.X86_64, PID);
    for (int number = 0; number < NUMBERS; number++) {
      int x32 = 0x40000000 + number;
      assertThat(FilterMachine.answer(filter, Architecture.X86_64.audit(), x32)).isEqualTo(KILL);
    }
    assertThat(FilterMachine.answer(filter, Architecture.X86_64.audit(), -1)).isEqualTo(KILL);
  }

  @ParameterizedTest
  @EnumSource
  void refusesToOpenOrLookAtFilesWithoutKilling(Architecture on) {
    int refused = 0;
    for (SystemCall call : WorkerFilter.REFUSED) {
      if (call.on(on).isPresent()) {
        assertThat(locked(on, call, -100, 0, 0)).as(call.name()).isEqualTo(REFUSED);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource
  void allowsMemoryThatCannotBeRun(Architecture on) {
    for (SystemCall call : List.of(SystemCall.MMAP, SystemCall.MPROTECT)) {
      assertThat(locked(on, call, 0, 4096, 0)).isEqualTo(ALLOW);
      assertThat(locked(on, call, 0, 4096, 3)).isEqualTo(ALLOW);
      for (int executable : List.of(4, 5, 6, 7)) {
        assertThat(locked(on, call, 0, 4096, executable)).isEqualTo(KILL);
        assertThat(trial(on, call, 0, 4096, executable)).isEqualTo(REFUSED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void allowsThreadsAndNoProcesses(Architecture on) {
    int glibcThread = 0x3d0f00;
    int fork = 0x1200011;
    int spawn = 0x4111;
    assertThat(locked(on, SystemCall.CLONE, glibcThread)).isEqualTo(ALLOW);
    assertThat(locked(on, SystemCall.CLONE, glibcThread | 0x10000000)).isEqualTo(KILL);
    assertThat(locked(on, SystemCall.CLONE, fork)).isEqualTo(KILL);
    assertThat(locked(on, SystemCall.CLONE, spawn)).isEqualTo(KILL);
    assertThat(locked(on, SystemCall.CLONE3)).isEqualTo(NO_SUCH_CALL);
    assertThat(trial(on, SystemCall.CLONE, glibcThread)).isEqualTo(ALLOW);
    assertThat(trial(on, SystemCall.CLONE, fork)).isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @EnumSource
  void allowsSignalsToItselfOnly(Architecture on) {
    assertThat(locked(on, SystemCall.TGKILL, PID, PID, 6)).isEqualTo(ALLOW);
    assertThat(locked(on, SystemCall.TGKILL, 1, 1, 9)).isEqualTo(KILL);
  }

  @ParameterizedTest
  @EnumSource
  void allowsItsOwnProcessorTimeToBeRenewedAndNoOtherLimit(Architecture on) {
    assertThat(locked(on, SystemCall.PRLIMIT64, 0, 0)).isEqualTo(ALLOW);
    assertThat(locked(on, SystemCall.PRLIMIT64, 0, 2)).isEqualTo(REFUSED);
    assertThat(locked(on, SystemCall.PRLIMIT64, 1, 0)).isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @EnumSource
  void allowsAThreadToBeNamedAndNothingElseOfPrctl(Architecture on) {
    assertThat(locked(on, SystemCall.PRCTL, 15)).isEqualTo(ALLOW);
    assertThat(locked(on, SystemCall.PRCTL, 21)).isEqualTo(ALLOW);
    for (int option : List.of(1, 4, 22, 38)) {
      assertThat(locked(on, SystemCall.PRCTL, option)).isEqualTo(KILL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isShortEnoughForTheKernel(Architecture on) {
    for (FilterProgram filter : List.of(WorkerFilter.trial(on), WorkerFilter.locked(on, PID))) {
      assertThat(filter.instructions()).hasSizeLessThan(4_096);
      assertThat(filter.bytes()).hasSize(8 * filter.instructions().size());
      assertThat(filter.instructions())
          .allMatch(one -> one.ifTrue() < 256 && one.ifFalse() < 256 && one.ifTrue() >= 0);
    }
  }
}
