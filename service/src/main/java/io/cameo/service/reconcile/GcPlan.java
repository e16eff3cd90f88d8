package io.cameo.service.reconcile;

import java.util.OptionalLong;

/**
 * What a run may do.
 *
 * @param apply whether anything is changed; else it is a dry run
 * @param deepBytesPerSecond how fast objects are read to compare their bytes; empty when they are
 *     not
 * @param maxDeletions most objects of one run
 * @param maxShare most objects of one run, in percent of all that are in the store
 * @param maxRepairs most versions of one run whose renditions are made again
 */
public record GcPlan(
    boolean apply,
    OptionalLong deepBytesPerSecond,
    long maxDeletions,
    int maxShare,
    int maxRepairs) {

  public boolean deep() {
    return deepBytesPerSecond.isPresent();
  }
}
