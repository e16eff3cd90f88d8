package io.cameo.service.ops.checklist;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Mark;
import java.time.Duration;

/**
 * A check that was made.
 *
 * @param took how long it took
 */
public record Finding(About about, Answer answer, Duration took) {

  public Mark mark() {
    return answer.mark();
  }
}
