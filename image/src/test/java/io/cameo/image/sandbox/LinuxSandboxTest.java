package io.cameo.image.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.image.sandbox.Confinement.Mode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a worker does where the kernel does not do as it is asked. */
class LinuxSandboxTest {

  private static LinuxSandbox sandbox(Mode mode, Kernel kernel) {
    return new LinuxSandbox(new Confinement(mode, 1_000, 10), kernel);
  }

  private static List<String> installed(Mode mode, Kernel kernel) {
    LinuxSandbox sandbox = sandbox(mode, kernel);
    sandbox.prepare();
    return sandbox.install();
  }

  @Test
  void namesEveryLayerThatIsThere() {
    FakeKernel kernel = new FakeKernel(Set.of(), Set.of());

    assertThat(installed(Mode.REQUIRED, kernel))
        .containsExactly("no-new-privs", "parent-death", "not-dumpable", "limits", "seccomp");
    assertThat(kernel.asked.stream().filter(SystemCall.SECCOMP::equals)).hasSize(2);
  }

  @Test
  void endsTheWorkerWhereSeccompIsRequiredAndCannotBeHad() {
    FakeKernel kernel = new FakeKernel(Set.of(SystemCall.SECCOMP), Set.of());

    assertThatThrownBy(() -> installed(Mode.REQUIRED, kernel))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "seccomp filter cannot be installed (EPERM)",
            "docs/operations/sandbox.md",
            "CAMEO_SANDBOX=preferred");
  }

  @Test
  void goesOnWithTheOtherLayersWhereSeccompIsOnlyPreferred() {
    FakeKernel kernel = new FakeKernel(Set.of(SystemCall.SECCOMP), Set.of());

    assertThat(installed(Mode.PREFERRED, kernel))
        .containsExactly("no-new-privs", "parent-death", "not-dumpable", "limits");
  }

  @Test
  void endsTheWorkerWhereItsLimitsAreRequiredAndCannotBeSet() {
    FakeKernel kernel = new FakeKernel(Set.of(SystemCall.PRLIMIT64), Set.of());

    assertThatThrownBy(() -> sandbox(Mode.REQUIRED, kernel).prepare())
        .hasMessageContaining("RLIMIT_DATA: EPERM");
  }

  @Test
  void endsTheWorkerOnASystemThatIsNotKnown() {
    assertThatThrownBy(() -> sandbox(Mode.REQUIRED, new Kernel.UnknownKernel()).prepare())
        .hasMessageContaining("needs Linux on x86-64 or aarch64");
    assertThat(installed(Mode.PREFERRED, new Kernel.UnknownKernel())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = SystemCall.class,
      names = {
        "OPENAT",
        "EXECVE",
        "EXECVEAT",
        "CLONE",
        "SOCKET",
        "CONNECT",
        "PTRACE",
        "KILL",
        "PROCESS_VM_READV",
        "PROCESS_VM_WRITEV",
        "MEMFD_CREATE",
        "IO_URING_SETUP",
        "BPF",
        "UNSHARE",
        "MMAP",
        "MPROTECT"
      })
  void endsTheWorkerInEveryModeWhenAFilterIsThereAndOneWayOutIsOpen(SystemCall way) {
    for (Mode mode : List.of(Mode.REQUIRED, Mode.PREFERRED)) {
      FakeKernel kernel = new FakeKernel(Set.of(), Set.of(way));

      assertThatThrownBy(() -> installed(mode, kernel))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("does not hold", way.name());
    }
  }

  @Test
  void readsBackTheWordOfAConfinement() {
    Confinement confinement = Confinement.forPictures(Mode.PREFERRED, 50_000_000, 16 << 20, 11);

    assertThat(Confinement.of(confinement.word())).isEqualTo(confinement);
    assertThat(confinement.dataMebibytes()).isBetween(1_000, 1_400);
    assertThatThrownBy(() -> Confinement.of("required:1000")).hasMessageContaining("confinement");
    assertThatThrownBy(() -> Confinement.of("required:100:1")).hasMessageContaining("400 MiB");
  }
}
