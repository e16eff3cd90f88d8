package io.cameo.service.reconcile;

/** Hears how a run goes. */
public interface GcListener {

  /** One that is not interested. */
  GcListener NONE =
      new GcListener() {
        @Override
        public void compared(double share, long objects) {}

        @Override
        public void found(Finding finding) {}
      };

  /**
   * A part of the key space was compared.
   *
   * @param share how much of it, 0 to 1; ids are random, so this is also the share of the work
   * @param objects how many objects so far
   */
  void compared(double share, long objects);

  /** Something is not as it should be, or was repaired or removed. */
  void found(Finding finding);
}
