package io.cameo.image.sandbox;

import java.util.Optional;

/** The kernel as the sandbox talks to it. */
interface Kernel {

  /**
   * Makes one system call.
   *
   * @return what it returns, or the negative number of its error
   */
  long call(SystemCall call, long... arguments);

  /** The processor; empty when its system calls are not known here. */
  Optional<Architecture> architecture();

  /** The one below this process; one that can do nothing where it is not Linux. */
  static Kernel ofThisProcess() {
    return Confinement.isLinux() && Architecture.own().isPresent()
        ? new LinuxKernel(Architecture.own().get())
        : new UnknownKernel();
  }

  /** The kernel of a system that is not Linux, or not on a known processor. */
  final class UnknownKernel implements Kernel {
    @Override
    public long call(SystemCall call, long... arguments) {
      return -Errno.ENOSYS;
    }

    @Override
    public Optional<Architecture> architecture() {
      return Optional.empty();
    }
  }
}
