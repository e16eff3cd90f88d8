package io.cameo.service.regions;

/** How one step of the work for a region went. */
enum Step {
  /** Nothing is due. */
  NOTHING_DUE,
  /** The region has what it has to have, or has not what it must not have. */
  DONE,
  /** It is not time yet. */
  LATER,
  /** The region did not answer. */
  AWAY,
  /** Another region did not answer, which might have had what this one has to get. */
  SOURCE_AWAY,
  /** It could not be done for a reason of the version's own. */
  FAILED
}
