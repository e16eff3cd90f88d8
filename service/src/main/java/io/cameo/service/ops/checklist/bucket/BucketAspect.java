package io.cameo.service.ops.checklist.bucket;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Mark;
import io.cameo.storage.s3.provision.AspectReport;
import io.cameo.storage.s3.provision.Outcome;
import io.cameo.storage.s3.provision.ProvisionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One property of the bucket, as {@code ./cameo provision} wants it. */
final class BucketAspect implements Check {

  private static final String BRING =
      "./cameo provision shows the difference, and brings the bucket there with --yes.";

  /** How provision says that it wants nothing. */
  private static final Pattern NOTHING = Pattern.compile("as it is|no (rule|statement|copy)\\b.*");

  private final About about;
  private final String aspect;
  private final Mark whenItDiffers;
  private final Supplier<Optional<ProvisionReport>> bucket;

  /**
   * @param aspect its name in the report
   * @param bucket how the bucket stands; empty when pictures are on disk
   */
  BucketAspect(
      About about, String aspect, Mark whenItDiffers, Supplier<Optional<ProvisionReport>> bucket) {
    this.about = about;
    this.aspect = aspect;
    this.whenItDiffers = whenItDiffers;
    this.bucket = bucket;
  }

  @Override
  public About about() {
    return about;
  }

  @Override
  public Answer look() {
    Optional<ProvisionReport> report = bucket.get();
    if (report.isEmpty()) {
      return Answer.notApplicable("Pictures are on disk; AWS_S3_BUCKET names no bucket.");
    }
    return report.get().aspects().stream()
        .filter(each -> each.aspect().equals(aspect))
        .findFirst()
        .map(this::judge)
        .orElseGet(
            () ->
                Answer.unknown(
                    "The bucket " + report.get().bucket() + " could not be looked at.",
                    "./cameo provision says why."));
  }

  private Answer judge(AspectReport found) {
    if (!found.conflicts().isEmpty()) {
      return Answer.failIf(found.conflicts(), "Do what is said there, then run ./cameo provision.");
    }
    return switch (found.outcome()) {
      case AS_WANTED, CHANGED -> asWanted(found);
      case DRIFT -> new Answer(whenItDiffers, difference(found), BRING);
      case UNMET -> Answer.fail(detail(found), "Use a server that knows it, or unset the setting.");
      case NOT_SUPPORTED -> Answer.notApplicable(detail(found));
      case DENIED, FAILED, HELD_BACK ->
          Answer.unknown(detail(found), "Allow it, then look again: ./cameo provision says more.");
    };
  }

  /** What is as it is because nothing is asked for proves nothing. */
  private static Answer asWanted(AspectReport found) {
    String seen = found.found().isEmpty() ? "nothing" : String.join("; ", found.found());
    boolean asked = found.wanted().stream().anyMatch(line -> !NOTHING.matcher(line).matches());
    return asked
        ? Answer.pass(seen)
        : Answer.notApplicable(
            "Nothing is asked for ("
                + String.join("; ", found.wanted())
                + "); found: "
                + seen
                + ".");
  }

  private static List<String> difference(AspectReport found) {
    List<String> lines = new ArrayList<>();
    found.found().forEach(line -> lines.add("found:  " + line));
    found.wanted().forEach(line -> lines.add("wanted: " + line));
    return lines;
  }

  private static String detail(AspectReport found) {
    String words = found.outcome() == Outcome.NOT_SUPPORTED ? "The server does not know it. " : "";
    return words + (found.detail().isEmpty() ? found.outcome().words() : found.detail());
  }
}
