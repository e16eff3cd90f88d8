package io.cameo.service.reconcile;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a run found and did.
 *
 * @param resumed whether it went on where an earlier one was ended
 * @param stopped why it ended before it had deleted all that was due, as a sentence for the
 *     operator
 */
public record GcReport(
    boolean dryRun, boolean resumed, Optional<String> stopped, Tally tally, Duration took) {

  /** Whether the operator has to look: something is left that is not as it should be. */
  public boolean hasProblems() {
    if (stopped.isPresent() || count(Pile.UNREPAIRABLE) > 0 || count(Pile.UNDELETED) > 0) {
      return true;
    }
    return dryRun && count(Pile.ORPHANS) + count(Pile.REPAIRABLE) + count(Pile.RECOVERABLE) > 0;
  }

  public long count(Pile pile) {
    return tally.count(pile);
  }

  /** The report for programs. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dryRun", dryRun);
    json.put("resumed", resumed);
    json.put("stopped", stopped.orElse(null));
    json.put("problems", hasProblems());
    json.put("seconds", took.toMillis() / 1000.0);
    json.putAll(tally.json());
    return json;
  }
}
