package io.cameo.service.ops.checklist.bucket;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.storage.s3.BucketState;
import java.util.function.Supplier;

/** Whether everything that pictures need can be done in the store, by doing it. */
final class StoreWorks implements Check {

  private final Supplier<BucketState> probe;
  private final String where;

  /**
   * @param probe tries the store
   * @param where it is, in words
   */
  StoreWorks(Supplier<BucketState> probe, String where) {
    this.probe = probe;
    this.where = where;
  }

  @Override
  public About about() {
    return new About(
        Line.TST_2,
        "store-works",
        "Objects can be written once, read back unchanged and deleted",
        "Writes an object under probe/, writes it again (which must be refused), reads it, and"
            + " deletes it.");
  }

  @Override
  public Answer look() {
    return switch (probe.get()) {
      case BucketState.Usable usable ->
          Answer.warnIf(
              usable.remarks(),
              "It works, but do what is said there.",
              "Written, refused a second time, read, deleted: " + where + ".");
      case BucketState.Unusable unusable ->
          Answer.failIf(unusable.faults(), "docs/operations/s3.md says what the store needs.");
      case BucketState.Unknown unknown ->
          Answer.unknown(
              String.valueOf(unknown.why().getMessage()),
              "Look whether the store can be reached from here.");
    };
  }
}
