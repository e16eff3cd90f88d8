package io.cameo.image;

/** Why a picture was refused. Every refusal is final: the same bytes are refused again. */
public enum Refusal {
  /** Not one of the five types, or a form of them that is not taken (an image sequence). */
  UNSUPPORTED_TYPE,
  /** More pixels than the recipe allows. */
  TOO_MANY_PIXELS,
  /** Cut off, or broken in a way that leaves the picture incomplete. */
  DAMAGED_PICTURE,
  /** The square does not lie inside the picture. */
  BAD_CROP,
  /** Costs more work than a picture of its size may: scans, chunks, or time. */
  TOO_EXPENSIVE
}
