package io.cameo.storage.s3.provision;

/** How one aspect of the bucket stands. */
public enum Outcome {
  /** Nothing to change. */
  AS_WANTED("as wanted", false),
  /** It differs; nothing was changed, because nothing was to be. */
  DRIFT("differs", true),
  /** It was changed, and read back. */
  CHANGED("changed", false),
  /** The server does not know it. */
  NOT_SUPPORTED("not supported by this server", false),
  /** The server does not know it, and a setting asks for it. */
  UNMET("asked for, but not supported by this server", true),
  /** The credentials may not read or change it. */
  DENIED("denied", true),
  /** It was to be changed, and is not as wanted. */
  FAILED("failed", true),
  /** It was not changed, because something that must come first is not there. */
  HELD_BACK("held back", true);

  private final String words;
  private final boolean problem;

  Outcome(String words, boolean problem) {
    this.words = words;
    this.problem = problem;
  }

  public String words() {
    return words;
  }

  /** Whether somebody has to do something. */
  public boolean isProblem() {
    return problem;
  }
}
