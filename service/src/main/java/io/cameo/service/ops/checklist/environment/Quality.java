package io.cameo.service.ops.checklist.environment;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;

/** Whether the encoder's quality is one at which pictures are both small and good. */
final class Quality implements Check {

  private static final int LOW = 50;
  private static final int HIGH = 95;

  private final int quality;

  Quality(int quality) {
    this.quality = quality;
  }

  @Override
  public About about() {
    return new About(
        Line.ENV_7,
        "quality",
        "AVATAR_QUALITY makes pictures both small and good",
        "Compares it with the range in which neither blocks are seen nor bytes are wasted: 50 to"
            + " 95.");
  }

  @Override
  public Answer look() {
    String seen = "Renditions are encoded at quality " + quality + ".";
    if (quality < LOW) {
      return Answer.warn(seen + " Faces show blocks.", "Set AVATAR_QUALITY=85.");
    }
    return quality > HIGH
        ? Answer.warn(seen + " That is bytes without a visible gain.", "Set AVATAR_QUALITY=85.")
        : Answer.pass(seen);
  }
}
