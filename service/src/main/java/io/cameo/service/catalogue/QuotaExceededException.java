package io.cameo.service.catalogue;

/** A subject has no room for so many bytes more; nothing was recorded. */
public final class QuotaExceededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long quota;

  QuotaExceededException(long quota) {
    super("the subject has no room", null, false, false);
    this.quota = quota;
  }

  /** Bytes that may be stored for the subject. */
  public long quota() {
    return quota;
  }
}
