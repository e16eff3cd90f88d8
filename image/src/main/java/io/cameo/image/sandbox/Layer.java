package io.cameo.image.sandbox;

/** One protection, with its word in logs, health and metrics. */
public enum Layer {
  /** libvips runs the loaders of five types and no other; reported by the image engine. */
  LOADERS("loaders"),
  /** Nothing that it runs gets more privileges than it has. */
  NO_NEW_PRIVILEGES("no-new-privs"),
  /** The process dies with the service, even by {@code kill -9}. */
  PARENT_DEATH("parent-death"),
  /** No core dump, and nobody but root reads its memory. */
  NOT_DUMPABLE("not-dumpable"),
  /** Bounds on memory, processor time, open files and written files. */
  LIMITS("limits"),
  /** No file but libraries, no TCP port, no signal to others; from the process's first moment. */
  LANDLOCK("landlock"),
  /** No system call but those that decoding needs. */
  SECCOMP("seccomp");

  private final String word;

  Layer(String word) {
    this.word = word;
  }

  /** The word of this layer. */
  public String word() {
    return word;
  }
}
