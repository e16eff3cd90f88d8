package io.cameo.image.sandbox;

/** Numbers of errors, from {@code asm-generic/errno.h}, with their names. */
final class Errno {
  static final int EPERM = 1;
  static final int EACCES = 13;
  static final int EINVAL = 22;
  static final int ENOSYS = 38;

  private Errno() {}

  /** The name of the error behind a negative result. */
  static String name(long result) {
    return switch ((int) -result) {
      case EPERM -> "EPERM";
      case EACCES -> "EACCES";
      case EINVAL -> "EINVAL";
      case ENOSYS -> "ENOSYS";
      default -> "error " + -result;
    };
  }
}
