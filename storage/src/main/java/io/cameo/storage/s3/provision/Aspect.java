package io.cameo.storage.s3.provision;

import java.util.List;
import java.util.Optional;

/** One property of a bucket that has a wanted state. */
interface Aspect {

  /** A word or two with hyphens. */
  String name();

  /** What it means for the operator where the server does not know this; a sentence. */
  String withoutIt();

  /** Whether a setting asks for it by name, so that a server that does not know it is a problem. */
  default boolean isAskedFor() {
    return false;
  }

  /** The aspects that must be as wanted before this one may be changed. */
  default List<String> needs() {
    return List.of();
  }

  /** Reads it from the bucket and compares. */
  Look look() throws CallFailure;

  /** Makes the found state the wanted one. */
  @FunctionalInterface
  interface Change {
    void make() throws CallFailure;

    /** Makes it because something failed, which is what is said in the end. */
    default void makeAfter(Exception failure) {
      try {
        make();
      } catch (CallFailure | RuntimeException again) {
        failure.addSuppressed(again);
      }
    }
  }

  /**
   * What is there, and what should be.
   *
   * @param found ours as it is
   * @param wanted ours as it should be
   * @param others what is not ours; it stays
   * @param conflicts what is not ours and works against what is wanted, a sentence each
   * @param change empty when nothing has to be changed
   */
  record Look(
      List<String> found,
      List<String> wanted,
      List<String> others,
      List<String> conflicts,
      Optional<Change> change) {

    public Look {
      found = List.copyOf(found);
      wanted = List.copyOf(wanted);
      others = List.copyOf(others);
      conflicts = List.copyOf(conflicts);
    }

    /** Of something that has one value and no parts of others. */
    static Look of(String found, String wanted, Optional<Change> change) {
      return new Look(List.of(found), List.of(wanted), List.of(), List.of(), change);
    }
  }
}
