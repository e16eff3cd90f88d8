package io.cameo.service.ops.frame;

/** How a command ended. */
public enum Verdict {
  WELL(0),
  /** It found problems, or could not do what it was asked to. */
  PROBLEMS(1),
  /** It was asked in the wrong way: bad words, bad settings. */
  WRONG_USE(2);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }

  /** Well, or problems. */
  public static Verdict wellIf(boolean well) {
    return well ? WELL : PROBLEMS;
  }
}
