package io.cameo.service.ops.checklist.running;

import io.cameo.service.limits.Limit;
import io.cameo.service.limits.LimitReport;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whether uploads are limited at all, for each subject and for each network address. */
final class LimitsSet implements Check {

  private static final List<Limit> NEEDED =
      List.of(
          Limit.SUBJECT_UPLOADS,
          Limit.SUBJECT_BYTES,
          Limit.ADDRESS_UPLOADS,
          Limit.ADDRESS_BYTES,
          Limit.SUBJECT_STORED_BYTES);

  private final Supplier<LimitReport> limits;

  LimitsSet(Supplier<LimitReport> limits) {
    this.limits = limits;
  }

  @Override
  public About about() {
    return new About(
        Line.AUD_3,
        "limits-set",
        "Uploads of one subject and from one address are limited",
        "Reads the limits that hold now, as the nodes read them: settings, and what was changed"
            + " since.");
  }

  @Override
  public Answer look() {
    LimitReport now = limits.get();
    if (!now.on()) {
      return Answer.fail(
          "CAMEO_LIMITS is off: nothing is counted.", "Remove CAMEO_LIMITS=off and start again.");
    }
    List<String> missing = new ArrayList<>();
    List<String> amounts = new ArrayList<>();
    for (Limit limit : NEEDED) {
      long amount = amount(now, limit);
      if (amount == 0) {
        missing.add("There is no limit " + limit.word() + ": " + limit.meaning());
      } else {
        amounts.add(limit.word() + " " + amount);
      }
    }
    return Answer.failIf(
        missing,
        "Set each of them: ./cameo limits set NAME AMOUNT.",
        String.join(", ", amounts) + ".",
        now.exceptions().size()
            + " exceptions for single holders, "
            + now.blocked().size()
            + " blocked.");
  }

  private static long amount(LimitReport now, Limit limit) {
    return now.limits().stream()
        .filter(one -> one.name().equals(limit.word()))
        .mapToLong(LimitReport.Amount::amount)
        .findFirst()
        .orElse(0);
  }
}
