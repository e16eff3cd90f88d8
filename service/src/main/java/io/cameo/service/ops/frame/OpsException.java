package io.cameo.service.ops.frame;

/** A command cannot go on; the message is for the operator, whole, and says what to do. */
public final class OpsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Verdict verdict;

  private OpsException(Verdict verdict, String message, Throwable cause) {
    super(message, cause);
    this.verdict = verdict;
  }

  private OpsException(Verdict verdict, String message) {
    super(message);
    this.verdict = verdict;
  }

  /** What was asked for could not be done. */
  public static OpsException problem(String message) {
    return new OpsException(Verdict.PROBLEMS, message);
  }

  /** The same, because of something else. */
  public static OpsException problem(String message, Throwable cause) {
    return new OpsException(Verdict.PROBLEMS, message, cause);
  }

  /** It was asked for in the wrong way. */
  public static OpsException wrongUse(String message) {
    return new OpsException(Verdict.WRONG_USE, message);
  }

  public Verdict verdict() {
    return verdict;
  }
}
