package io.cameo.service.ops.rollback;

import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.frame.Changes;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.settings.BadWishException;
import io.cameo.service.switches.Switch;
import io.cameo.service.switches.SwitchBook;
import io.cameo.service.switches.SwitchChange;
import io.cameo.service.switches.Thrown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** No picture comes in while the program and the schema change. */
record UploadsStep(Situation situation) implements Step {

  /** An upload that was let in before has its own, shorter time. */
  private static final Duration RUNNING_UPLOADS = Duration.ofMinutes(2);

  @Override
  public String name() {
    return "uploads";
  }

  @Override
  public Line checklist() {
    return Line.RB_1;
  }

  @Override
  public List<String> plan() {
    return List.of(
        "Switch uploads off on all nodes; users are told: \"" + situation.run().message() + "\"",
        "Wait until the uploads that were let in before have ended.");
  }

  @Override
  public Optional<String> already() {
    return thrown().filter(off -> underWay() == 0).map(UploadsStep::words);
  }

  private static String words(Thrown off) {
    return "Uploads are off since " + off.since() + "; none is under way.";
  }

  @Override
  public String run() {
    if (thrown().isEmpty()) {
      change(false);
    }
    if (!Waiting.until(RUNNING_UPLOADS, () -> underWay() == 0)) {
      throw OpsException.problem(
          underWay()
              + " uploads that were let in before have not ended. They have CAMEO_INTENT_LIFE for"
              + " it; run this again later, or go on with --skip uploads.");
    }
    return words(thrown().orElseThrow(UploadsStep::undone));
  }

  private static OpsException undone() {
    return OpsException.problem(
        "Uploads were switched off, but they are on again: somebody has switched them. Run this"
            + " again.");
  }

  @Override
  public Optional<String> resume() {
    if (thrown().isEmpty()) {
      return Optional.of("Uploads are on.");
    }
    if (!situation.isOurs(this)) {
      return Optional.of(
          "Uploads stay off: they were off before the rollback began. ./cameo uploads on switches"
              + " them on.");
    }
    change(true);
    return Optional.of("Uploads are on again.");
  }

  private Optional<Thrown> thrown() {
    SwitchBook book = situation.context().part(SwitchBook.class);
    book.load();
    return book.thrown(Switch.UPLOADS);
  }

  private void change(boolean on) {
    OpsContext context = situation.context();
    try {
      SwitchChange change =
          new SwitchChange(
              Switch.UPLOADS,
              Optional.empty(),
              on,
              on ? "" : situation.run().message(),
              Optional.empty());
      context
          .part(SwitchBook.class)
          .change(
              change,
              Changes.OPERATOR.name(),
              () -> Changes.note(context, "switch", change.words(), Optional.empty()));
    } catch (BadWishException nonsense) {
      throw OpsException.wrongUse(nonsense.sentence());
    }
  }

  private long underWay() {
    return situation
        .context()
        .sql()
        .sql("select count(*) from version where state = 'PENDING' and delete_after > now()")
        .query(Long.class)
        .single();
  }
}
