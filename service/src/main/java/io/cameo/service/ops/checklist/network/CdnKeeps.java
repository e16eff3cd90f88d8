package io.cameo.service.ops.checklist.network;

import io.cameo.service.cdn.Probe;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Whether the CDN keeps a picture once it was asked for. */
final class CdnKeeps implements Check {

  private final Optional<Function<String, Probe.Seen>> cdn;
  private final Supplier<Optional<String>> picture;

  /**
   * @param cdn asks it for a path; empty when there is none
   * @param picture path of one that is there
   */
  CdnKeeps(Optional<Function<String, Probe.Seen>> cdn, Supplier<Optional<String>> picture) {
    this.cdn = cdn;
    this.picture = picture;
  }

  @Override
  public About about() {
    return new About(
        Line.PERF_3,
        "cdn-keeps",
        "The CDN answers the second time from its cache",
        "Asks for the same picture three times, and reads what the CDN says of its cache.");
  }

  @Override
  public Answer look() {
    if (cdn.isEmpty()) {
      return Answer.notApplicable("ENABLE_CDN is off: there is no CDN whose hits could be seen.");
    }
    Optional<String> path = picture.get();
    if (path.isEmpty()) {
      return Answer.unknown(
          "There is no picture yet that could be asked for.", "Upload one, then look again.");
    }
    Probe.Seen seen = cdn.get().apply(path.get());
    // Of several machines of a CDN the second question may meet another one than the first.
    for (int again = 1; again < 3 && seen.cache() != Probe.Cache.HIT; again++) {
      seen = cdn.get().apply(path.get());
    }
    if (seen.status() != 200) {
      return Answer.unknown("The CDN answered " + seen.status() + ".", "See the line INF-2.");
    }
    return switch (seen.cache()) {
      case HIT -> Answer.pass("The CDN said that it answered from its cache.");
      case MISS ->
          Answer.fail(
              "Three times the CDN said that it asked its origin.",
              "Let it keep what Cache-Control says, and leave cookies and the query out of its key"
                  + " (docs/operations/cdn.md).");
      case UNKNOWN ->
          Answer.unknown(
              "The CDN does not say whether it answered from its cache.",
              "Let it send X-Cache or Age, or read the hit rate in its own console.");
    };
  }
}
