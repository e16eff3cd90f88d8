package io.cameo.image.sandbox;

import java.util.Optional;

/** A processor whose system calls are known here, with its number in {@code linux/audit.h}. */
enum Architecture {
  X86_64(0xC000003E),
  AARCH64(0xC00000B7);

  private final int audit;

  Architecture(int audit) {
    this.audit = audit;
  }

  /** What the kernel calls it in a filter. */
  int audit() {
    return audit;
  }

  /** This process's own; empty for every other. */
  static Optional<Architecture> own() {
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64", "arm64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
