package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.scan.ScannerTrial;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the scanner's signatures are kept up to date. */
final class SignaturesFresh implements Check {

  /** ClamAV publishes new ones every day. */
  private static final Duration GETTING_OLD = Duration.ofDays(2);

  private static final String RENEW =
      "Look at freshclam on the scanner's machine: it has to run, and to reach its mirror.";

  private final Optional<Supplier<ScannerTrial.Known>> scanner;
  private final Optional<Duration> most;

  /**
   * @param scanner says which signatures it has; empty when there is none
   * @param most CAMEO_SCAN_MAX_SIGNATURE_AGE; empty when any are taken
   */
  SignaturesFresh(Optional<Supplier<ScannerTrial.Known>> scanner, Optional<Duration> most) {
    this.scanner = scanner;
    this.most = most;
  }

  @Override
  public About about() {
    return new About(
        Line.SEC_4,
        "signatures-fresh",
        "The scanner's signatures are up to date",
        "Asks clamd for its VERSION, which says when they were made.");
  }

  @Override
  public Answer look() {
    if (scanner.isEmpty()) {
      return Answer.notApplicable("There is no scanner.");
    }
    ScannerTrial.Known known = scanner.get().get();
    if (known.age().isEmpty()) {
      String undated = known.words() + " does not say how old its signatures are.";
      return most.isPresent()
          ? Answer.fail(undated, "Install ClamAV's own databases with freshclam.")
          : Answer.warn(
              undated, "CAMEO_SCAN_MAX_SIGNATURE_AGE is off and takes any; nobody knows.");
    }
    Duration age = known.age().get();
    String words = known.words() + ": " + Math.max(0, age.toHours()) + " hours old.";
    if (most.isPresent() && age.compareTo(most.get()) > 0) {
      return Answer.fail(words, "Uploads are answered 503. " + RENEW);
    }
    return age.compareTo(GETTING_OLD) > 0 ? Answer.warn(words, RENEW) : Answer.pass(words);
  }
}
