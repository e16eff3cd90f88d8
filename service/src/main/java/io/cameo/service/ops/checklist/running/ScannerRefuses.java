package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.scan.ScannerUnavailableException;
import io.cameo.service.scan.ScannerUnavailableException.Reason;
import java.time.Duration;
import java.util.Optional;

/** Whether the scanner refuses what it should, and lets pass what is harmless. */
final class ScannerRefuses implements Check {

  private final Optional<Runnable> trial;
  private final boolean production;

  /**
   * @param trial shows the scanner its samples; empty when there is none
   */
  ScannerRefuses(Optional<Runnable> trial, boolean production) {
    this.trial = trial;
    this.production = production;
  }

  @Override
  public About about() {
    return new About(
        Line.SEC_4,
        "scanner-refuses",
        "The scanner refuses EICAR, also at the end of the largest upload, and nothing harmless",
        "Sends harmless bytes, the EICAR test string, and it within MAX_AVATAR_SIZE bytes.");
  }

  @Override
  public Answer look() {
    if (trial.isEmpty()) {
      String off = "Uploads are not scanned: CAMEO_CLAMD names no scanner.";
      String remedy = "Set CAMEO_CLAMD, as docs/operations/scanner.md shows.";
      return production ? Answer.fail(off, remedy) : Answer.warn(off, remedy);
    }
    try {
      trial.get().run();
      return Answer.pass("EICAR was found alone and in an upload of the largest size.");
    } catch (ScannerUnavailableException failed) {
      return failed.reason() == Reason.UNFIT || failed.reason() == Reason.LIMIT
          ? Answer.fail(failed.detail(), "Until then uploads are answered 503.")
          : Answer.unknown(failed.detail(), "Until it answers, uploads are answered 503.");
    }
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(30);
  }
}
