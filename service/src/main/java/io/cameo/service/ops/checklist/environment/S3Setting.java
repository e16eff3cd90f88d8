package io.cameo.service.ops.checklist.environment;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.storage.s3.BucketState;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the bucket answers with a variable as it is set. */
final class S3Setting implements Check {

  private final About about;
  private final List<String> variables;
  private final String value;
  private final Optional<Supplier<BucketState>> bucket;

  /**
   * @param variables whose names stand in what is said of a fault of theirs
   * @param value what is set, in words and without secrets
   * @param bucket tries it; empty when pictures are on disk
   */
  S3Setting(
      About about, List<String> variables, String value, Optional<Supplier<BucketState>> bucket) {
    this.about = about;
    this.variables = List.copyOf(variables);
    this.value = value;
    this.bucket = bucket;
  }

  @Override
  public About about() {
    return about;
  }

  @Override
  public Answer look() {
    if (bucket.isEmpty()) {
      return Answer.notApplicable("Pictures are on disk; AWS_S3_BUCKET names no bucket.");
    }
    return switch (bucket.get().get()) {
      case BucketState.Usable usable -> Answer.pass(value + "; the bucket answers with it.");
      case BucketState.Unusable unusable -> ofFaults(unusable.faults());
      case BucketState.Unknown unknown ->
          Answer.unknown(
              String.valueOf(unknown.why().getMessage()),
              "Look whether the store can be reached from here.");
    };
  }

  private Answer ofFaults(List<String> faults) {
    List<String> own =
        faults.stream().filter(fault -> variables.stream().anyMatch(fault::contains)).toList();
    return own.isEmpty()
        ? Answer.unknown(
            "The bucket cannot be used for another reason.", "See the line TST-2, which says it.")
        : Answer.failIf(own, "Set it right, as docs/operations/s3.md shows.");
  }
}
