package io.cameo.image.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A kernel that answers as it is told, and remembers what it was asked. */
final class FakeKernel implements Kernel {
  private final Set<SystemCall> denied;
  private final Set<SystemCall> leaking;
  private boolean filtered;
  final List<SystemCall> asked = new ArrayList<>();

  /**
   * @param denied calls that an outer filter keeps from this process
   * @param leaking calls that no filter of this process stops
   */
  FakeKernel(Set<SystemCall> denied, Set<SystemCall> leaking) {
    this.denied = denied;
    this.leaking = leaking;
  }

  @Override
  public Optional<Architecture> architecture() {
    return Optional.of(Architecture.X86_64);
  }

  @Override
  public synchronized long call(SystemCall call, long... arguments) {
    asked.add(call);
    if (denied.contains(call)) {
      return -Errno.EPERM;
    }
    if (call == SystemCall.SECCOMP) {
      filtered = true;
    }
    if (call == SystemCall.PRCTL && arguments[0] == WorkerFilter.PR_GET_SECCOMP) {
      return filtered ? 2 : 0;
    }
    boolean stopped =
        WorkerFilter.TRIED.contains(call)
            || WorkerFilter.REFUSED.contains(call)
            || call == SystemCall.CLONE
            || call == SystemCall.MMAP
            || call == SystemCall.MPROTECT;
    return filtered && stopped && !leaking.contains(call) ? -Errno.EACCES : 0;
  }
}
