package io.cameo.service.ops.checklist.elsewhere;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;

/** A line whose state is not to be seen from here. */
final class NotFromHere implements Check {

  private final About about;
  private final Answer answer;

  /**
   * @param reason why it is not known
   * @param remedy how it is found out
   */
  NotFromHere(About about, String reason, String remedy) {
    this.about = about;
    this.answer = Answer.unknown(reason, remedy);
  }

  /** One of which there is nothing here. */
  NotFromHere(About about, String reason) {
    this.about = about;
    this.answer = Answer.notApplicable(reason);
  }

  @Override
  public About about() {
    return about;
  }

  @Override
  public Answer look() {
    return answer;
  }
}
