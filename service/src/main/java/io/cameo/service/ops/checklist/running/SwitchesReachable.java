package io.cameo.service.ops.checklist.running;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.switches.SwitchReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whether uploads can be closed from here, and what is switched at the moment. */
final class SwitchesReachable implements Check {

  private final Supplier<SwitchReport> switches;

  SwitchesReachable(Supplier<SwitchReport> switches) {
    this.switches = switches;
  }

  @Override
  public About about() {
    return new About(
        Line.RB_1,
        "switches-reachable",
        "Uploads can be closed from here, and nothing is switched off unnoticed",
        "Reads the switches from the table that every node asks before it lets an upload in.");
  }

  @Override
  public Answer look() {
    SwitchReport now = switches.get();
    List<String> thrown = new ArrayList<>();
    now.switches().stream()
        .filter(one -> one.reason() != null)
        .forEach(
            one ->
                thrown.add(
                    one.name()
                        + " is "
                        + (one.on() ? "on" : "off")
                        + " since "
                        + one.since()
                        + (one.until() == null ? "" : " until " + one.until())
                        + ": "
                        + one.reason()));
    if (!now.subjects().isEmpty()) {
      thrown.add("Uploads of " + now.subjects().size() + " subjects are switched off.");
    }
    return Answer.warnIf(
        thrown,
        "If that is not meant, put it back: ./cameo uploads on, or ./cameo switch NAME on or off.",
        "All "
            + now.switches().size()
            + " switches are as they usually are; ./cameo uploads off --reason TEXT closes"
            + " uploads on all nodes.");
  }
}
