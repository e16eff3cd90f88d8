package io.cameo.service.ops.checklist.files;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Whether secrets that get into the log are masked there. */
final class ScrubberWorks implements Check {

  private static final String VALUE = "aVeryLongValueThatIsASecret0123456789";

  private final UnaryOperator<String> scrubber;

  /**
   * @param scrubber what every line of the log passes
   */
  ScrubberWorks(UnaryOperator<String> scrubber) {
    this.scrubber = scrubber;
  }

  @Override
  public About about() {
    return new About(
        Line.AUD_2,
        "scrubber-works",
        "Secrets and e-mail addresses are masked before they reach the log",
        "Sends planted secrets of every form through what every line of the log passes.");
  }

  @Override
  public Answer look() {
    Map<String, String> planted = new LinkedHashMap<>();
    planted.put("a bearer token", "Authorization: Bearer " + VALUE);
    planted.put("an API key", "key cameo_" + VALUE);
    planted.put("an upload token", "token cut_" + VALUE);
    planted.put("a password in an address", "postgresql://ann:" + VALUE + "@db/cameo");
    planted.put("a setting", "AWS_SECRET_ACCESS_KEY=" + VALUE);
    planted.put("a signature in an address", "https://s3/x?X-Amz-Signature=" + VALUE);
    planted.put("an e-mail address", "user " + VALUE + "@example.org");
    List<String> kept =
        planted.entrySet().stream()
            .filter(each -> scrubber.apply(each.getValue()).contains(VALUE))
            .map(each -> each.getKey() + " was not masked.")
            .toList();
    return Answer.failIf(
        kept,
        "This release of Cameo leaks: keep its logs to yourself, and report it.",
        planted.size() + " of " + planted.size() + " planted secrets were masked.");
  }
}
