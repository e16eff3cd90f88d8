package io.cameo.service.notify;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.AuditTrail;
import io.cameo.service.switches.Notice;
import io.cameo.service.switches.NoticeChange;
import io.cameo.service.switches.NoticeWish;
import io.cameo.service.switches.Notices;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Where an operator says something to users, and ends it. Each change, its event and its line in
 * the audit log are one transaction.
 */
public final class NoticeDesk {

  /** A notice that was ended so long ago is no news to users. */
  private static final Duration NEWS = Duration.ofDays(1);

  private static final int USERS_AT_ONCE = 2_000;

  private final Notices notices;
  private final EventRows events;
  private final Outbox outbox;
  private final AuditTrail audit;

  NoticeDesk(Notices notices, EventRows events, Outbox outbox, AuditTrail audit) {
    this.notices = notices;
    this.events = events;
    this.outbox = outbox;
    this.audit = audit;
  }

  /**
   * Opens a notice, or says something else with the one that is open.
   *
   * @throws io.cameo.service.settings.BadWishException with a sentence for the operator
   */
  public Notice say(NoticeWish wish, Actor actor) {
    return notices.say(wish, actor.name(), change -> write(change, actor));
  }

  /**
   * Ends what is open.
   *
   * @return false when nothing is
   */
  public boolean end(Actor actor) {
    return notices.end(change -> write(change, actor));
  }

  /** Begins and ends what does so by itself now. */
  void tend() {
    notices.tend(
        change ->
            write(change, new Actor(change.notice().by(), Optional.empty(), Optional.empty())));
  }

  private void write(NoticeChange change, Actor actor) {
    events.add(change);
    audit.writeOperation(actor, "maintenance", change.words(), Optional.empty());
  }

  /** Sends a test to all endpoints and operators. */
  public void test(Actor actor) {
    events.addTest("This is a test: notices arrive here.", actor.name());
    audit.writeOperation(actor, "notify", "test", Optional.empty());
  }

  /**
   * What users would be told now, in a few words; empty when there is no news.
   *
   * @param heading such as "Maintenance has begun"
   */
  public record News(String heading, String message) {}

  public Optional<News> news() {
    return events.latest(NEWS).map(event -> new News(event.heading(), event.words().message()));
  }

  /** Users that have a picture; only those whose picture changed lately, if that is said. */
  public long affected(Optional<Duration> active) {
    return outbox.affected(active);
  }

  /**
   * Has all affected users told the last word on the newest notice, each once.
   *
   * @param progress hears how many users were written down, part by part
   * @return false when there is no news
   */
  public boolean tellUsers(Optional<Duration> active, Actor actor, LongConsumer progress) {
    Optional<NoticeEvent> event = events.latest(NEWS);
    if (event.isEmpty()) {
      return false;
    }
    audit.writeOperation(actor, "notify", "users: " + event.get().name(), Optional.empty());
    Optional<Outbox.Part> part = Optional.of(new Outbox.Part(0, ""));
    while (part.isPresent()) {
      progress.accept(part.get().users());
      part = outbox.addUsers(event.get().id(), active, part.get().last(), USERS_AT_ONCE);
    }
    return true;
  }

  /** Tries all again that failed. */
  public int again(Actor actor) {
    audit.writeOperation(actor, "notify", "again", Optional.empty());
    return outbox.again();
  }

  /** What was sent and what waits. */
  public NotifyReport report() {
    return NotifyReport.of(outbox);
  }
}
