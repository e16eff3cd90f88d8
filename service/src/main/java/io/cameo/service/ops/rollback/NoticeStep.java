package io.cameo.service.ops.rollback;

import io.cameo.service.notify.NoticeDesk;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.frame.Changes;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.settings.BadWishException;
import io.cameo.service.switches.Notice;
import io.cameo.service.switches.NoticeKind;
import io.cameo.service.switches.NoticeWish;
import io.cameo.service.switches.SwitchBook;
import java.util.List;
import java.util.Optional;

/** Users, webhooks and operators are told, before anything moves. */
record NoticeStep(Situation situation) implements Step {

  @Override
  public String name() {
    return "notice";
  }

  @Override
  public Line checklist() {
    return Line.RB_5;
  }

  @Override
  public List<String> plan() {
    return List.of(
        "Tell users of an incident with the same words: in /v1/status and its feed, and to all"
            + " webhooks and mail addresses that are set. ./cameo notify --users writes to users.");
  }

  @Override
  public Optional<String> already() {
    // What is only planned says nothing of today.
    return open().filter(Notice::begun).map(NoticeStep::words);
  }

  private static String words(Notice open) {
    return "Users are told since " + open.since() + ": \"" + open.terms().message() + "\"";
  }

  private Optional<Notice> open() {
    SwitchBook book = situation.context().part(SwitchBook.class);
    book.load();
    return book.notice();
  }

  @Override
  public String run() {
    NoticeWish wish =
        new NoticeWish(
            NoticeKind.INCIDENT,
            situation.run().message(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
    try {
      return words(situation.context().part(NoticeDesk.class).say(wish, Changes.OPERATOR));
    } catch (BadWishException nonsense) {
      throw OpsException.problem(nonsense.sentence(), nonsense);
    }
  }

  @Override
  public Optional<String> resume() {
    if (open().isEmpty()) {
      return Optional.empty();
    }
    if (!situation.isOurs(this)) {
      return Optional.of(
          "Users are still told what they were told before the rollback; ./cameo maintenance off"
              + " ends it.");
    }
    situation.context().part(NoticeDesk.class).end(Changes.OPERATOR);
    return Optional.of("Users are told that it is over.");
  }
}
