package io.cameo.service.delivery;

/** Why an answer is not what it would be; the words stand in {@value #HEADER}. */
enum FallbackReason {
  /** The store does not answer. */
  STORE_UNAVAILABLE("store-unavailable"),
  /** The store answers, and has no such object or a damaged one. */
  PICTURE_MISSING("picture-missing"),
  /** Nobody can say what picture there is. */
  DATABASE_UNAVAILABLE("database-unavailable"),
  /** The picture that was the current one when the database could be asked last. */
  LAST_KNOWN("last-known");

  /** Tells an operator, a monitor or a CDN about it. */
  static final String HEADER = "X-Cameo-Fallback";

  private final String word;

  FallbackReason(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
