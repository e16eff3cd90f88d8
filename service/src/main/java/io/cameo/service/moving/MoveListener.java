package io.cameo.service.moving;

/** Hears how far a move has come; from several threads. */
public interface MoveListener {

  /** Another pass over so many versions, or the wait for them, begins. */
  void pass(String what, long versions);

  /** So many versions are through. */
  void advance(long versions);

  /** So many bytes were read or written; returns when more may be. */
  void spent(long bytes);
}
