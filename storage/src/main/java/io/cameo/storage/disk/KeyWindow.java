package io.cameo.storage.disk;

/**
 * Which keys a listing wants.
 *
 * @param prefix what they begin with
 * @param after what they are greater than; empty for no bound
 */
record KeyWindow(String prefix, String after) {

  /** Whether a key is wanted. */
  boolean holds(String key) {
    return key.startsWith(prefix) && key.compareTo(after) > 0;
  }

  /** Whether a key that begins with {@code stem} may be wanted. */
  boolean mayHold(String stem) {
    boolean onTheWay = stem.startsWith(prefix) || prefix.startsWith(stem);
    // All keys that begin with the stem are smaller than any text that is greater without
    // beginning with it.
    boolean passed = stem.compareTo(after) < 0 && !after.startsWith(stem);
    return onTheWay && !passed;
  }
}
