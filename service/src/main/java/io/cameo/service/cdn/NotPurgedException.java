package io.cameo.service.cdn;

/** The CDN did not take a purge; the message is a sentence without secrets and users' names. */
public final class NotPurgedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NotPurgedException(String sentence) {
    super(sentence);
  }

  public NotPurgedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
