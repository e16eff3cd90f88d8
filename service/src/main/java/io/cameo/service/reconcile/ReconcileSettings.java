package io.cameo.service.reconcile;

import io.cameo.service.settings.Option;
import io.cameo.service.settings.Options;
import io.cameo.service.settings.Settings;
import java.time.Duration;

/**
 * What {@code gc} may take for an orphan, and how much of it may go.
 *
 * @param minAge an object younger than this may belong to an upload under way
 * @param quarantine how long an orphan stays after it was first seen
 * @param maxDeletions most objects that one run deletes
 * @param maxShare most objects that one run deletes, in percent of all
 */
public record ReconcileSettings(
    Duration minAge, Duration quarantine, long maxDeletions, int maxShare) {

  private static final Option<Duration> MIN_AGE =
      Options.time(
          "CAMEO_GC_MIN_AGE",
          "1d",
          Duration.ofSeconds(1),
          Duration.ofDays(30),
          "gc leaves objects alone that are younger: they may belong to an upload under way. Longer"
              + " than CAMEO_INTENT_LIFE and the difference between the clocks of store and"
              + " database together.");

  private static final Option<Duration> QUARANTINE =
      Options.time(
          "CAMEO_GC_QUARANTINE",
          "7d",
          Duration.ZERO,
          Duration.ofDays(365),
          "How long gc leaves an object in place after it was first seen that no row names it. At"
              + " least as long as you need to notice that a wrong database was restored.");

  private static final Option<Long> MAX_DELETIONS =
      Options.number(
          "CAMEO_GC_MAX_DELETIONS",
          10_000,
          0,
          1_000_000_000,
          "Most objects that one run of gc deletes; when more are due, it deletes none and says so.");

  private static final Option<Integer> MAX_SHARE =
      Options.count(
          "CAMEO_GC_MAX_SHARE",
          5,
          0,
          100,
          "Most objects that one run of gc deletes, in percent of all in the store; when more are"
              + " due, it deletes none and says so.");

  /**
   * @param longestUpload how long an upload may write objects
   */
  public static ReconcileSettings from(Settings settings, Duration longestUpload) {
    Duration minAge = settings.get(MIN_AGE);
    if (minAge.compareTo(longestUpload) <= 0) {
      settings.refuse(
          MIN_AGE.name(),
          "must be longer than CAMEO_INTENT_LIFE ("
              + longestUpload.toSeconds()
              + "s), or gc takes uploads under way for orphans.");
    }
    return new ReconcileSettings(
        minAge, settings.get(QUARANTINE), settings.get(MAX_DELETIONS), settings.get(MAX_SHARE));
  }
}
