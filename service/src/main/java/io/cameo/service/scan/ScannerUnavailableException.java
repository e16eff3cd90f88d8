package io.cameo.service.scan;

/** There is no verdict: the scanner is away, slow, not understood, limited or out of date. */
public final class ScannerUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why there is no verdict. */
  public enum Reason {
    /** Nobody answers at the address. */
    DOWN,
    /** It did not answer in time. */
    SLOW,
    /** It closed the connection before its verdict. */
    CLOSED,
    /** Its answer is none of the protocol's. */
    GARBAGE,
    /** It refuses to look at all of the bytes. */
    LIMIT,
    /** It reports an error of its own. */
    ERROR,
    /** Its signatures are older than allowed, or do not say how old they are. */
    STALE,
    /** It did not pass the trial with known samples. */
    UNFIT,
    /** As many scans as allowed are under way. */
    BUSY
  }

  ScannerUnavailableException(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** What is wrong and what to do, for the operator. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
