package io.cameo.storage.regions;

import java.util.Collection;
import java.util.List;

/** Keeps in mind what a region that is away still has to get. */
public interface RegionJournal {

  /** Keeps nothing: what a region does not take is a failure of the whole call. */
  RegionJournal NONE =
      new RegionJournal() {
        @Override
        public boolean isKept() {
          return false;
        }

        @Override
        public void writtenAside(Collection<String> keys) {
          throw new IllegalStateException("nobody would bring these objects home");
        }

        @Override
        public void deleted(Collection<String> keys, List<String> notIn) {}
      };

  /** Whether what is told is kept. */
  boolean isKept();

  /**
   * Called before objects are written to the secondary region instead of home: from here on they
   * have to be copied home, or, when no version ever needs them, be deleted with it.
   */
  void writtenAside(Collection<String> keys);

  /**
   * Called when objects were deleted.
   *
   * @param notIn names of the regions that did not do it; empty when all did
   */
  void deleted(Collection<String> keys, List<String> notIn);
}
