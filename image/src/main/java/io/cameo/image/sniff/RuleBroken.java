package io.cameo.image.sniff;

import io.cameo.image.Refusal;

/**
 * The way out of a walk from any depth. Checked, so that the compiler proves that none leaves the
 * package; without a stack trace, because hostile input must not buy one.
 */
final class RuleBroken extends Exception {
  private final Refusal refusal;
  private final String detail;

  private RuleBroken(Refusal refusal, String detail) {
    super(detail, null, false, false);
    this.refusal = refusal;
    this.detail = detail;
  }

  Refusal refusal() {
    return refusal;
  }

  String detail() {
    return detail;
  }

  static RuleBroken damaged(String detail) {
    return new RuleBroken(Refusal.DAMAGED_PICTURE, detail);
  }

  static RuleBroken cutOff() {
    return damaged("The picture is incomplete: the file ends before the picture does.");
  }

  static RuleBroken unsupported(String detail) {
    return new RuleBroken(Refusal.UNSUPPORTED_TYPE, detail);
  }

  static RuleBroken expensive(String detail) {
    return new RuleBroken(Refusal.TOO_EXPENSIVE, detail);
  }

  static RuleBroken tooManyPixels(String detail) {
    return new RuleBroken(Refusal.TOO_MANY_PIXELS, detail);
  }
}
