package io.cameo.service.catalogue;

/** What became of an attempt to make a version the current one. */
public enum Published {
  /** It is the subject's current picture. */
  DONE,
  /** A change that was admitted later has already taken effect; nothing was changed. */
  SUPERSEDED,
  /** The intent is too old to be trusted; nothing was changed. */
  EXPIRED,
  /** Another request with the same Idempotency-Key was faster; nothing was changed. */
  KEY_TAKEN
}
