package io.cameo.storage.s3.provision;

/** The server answered, and what was asked for was not done. */
final class CallFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** What the answer means. */
  enum Kind {
    /** The server does not know the call. */
    NOT_KNOWN,
    /** The credentials may not make it. */
    DENIED,
    /** It knows the call and does not take what was sent. */
    REFUSED
  }

  private final Kind kind;

  CallFailure(Kind kind, String words) {
    super(words);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** What the server said, or what it means; for the operator. */
  String words() {
    return String.valueOf(getMessage());
  }
}
