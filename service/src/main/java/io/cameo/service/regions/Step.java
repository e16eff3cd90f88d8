package io.cameo.service.regions;

/** How one step of the work for a region went. */
enum Step {
  /** Nothing is due. */
  NOTHING_DUE,
  /** The region has what it has to have, or has not what it must not have. */
  DONE,
  /** It is not time yet. */
  LATER,
  /** The store failed. */
  FAILED
}
