package io.cameo.service.switches;

import io.cameo.service.settings.BadWishException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is switched and what users are told, as this node knows it. It hears of changes at once and
 * looks for itself every second as well; while the database is away, what was read last holds.
 */
public final class SwitchBook {

  /** How a change is announced to all nodes. */
  static final String ANNOUNCEMENT = "switches changed";

  /** Switches that may be thrown at a time, those of subjects too: every node holds all of them. */
  static final int MOST_ROWS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(SwitchBook.class);

  private record Place(Switch which, String subject) {}

  private final SwitchRows rows;
  private final NoticeRows notices;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private volatile Map<Place, Thrown> known = Map.of();
  private volatile Optional<Notice> told = Optional.empty();

  SwitchBook(SwitchRows rows, NoticeRows notices, TransactionTemplate transaction, Clock clock) {
    this.rows = rows;
    this.notices = notices;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** The switch, if it is not as it usually is. */
  public Optional<Thrown> thrown(Switch which) {
    return thrown(which, "");
  }

  /** The same for one subject: thrown for all or for it alone. */
  public Optional<Thrown> thrownFor(Switch which, String subject) {
    return thrown(which).or(() -> thrown(which, subject));
  }

  private Optional<Thrown> thrown(Switch which, String subject) {
    Map<Place, Thrown> now = known;
    // Every picture that is delivered asks: usually there is nothing to ask the clock for.
    return now.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(now.get(new Place(which, subject)))
            .filter(one -> one.holds(clock.instant()));
  }

  /** Whether the switch is on, for all. */
  public boolean isOn(Switch which) {
    return thrown(which).isPresent() != which.isUsuallyOn();
  }

  /** All that are not as they usually are, those for everybody first. */
  public List<Thrown> all() {
    Instant now = clock.instant();
    return known.values().stream().filter(one -> one.holds(now)).sorted(SwitchBook::order).toList();
  }

  private static int order(Thrown one, Thrown other) {
    int bySubject = one.subject().orElse("").compareTo(other.subject().orElse(""));
    return bySubject != 0 ? bySubject : one.which().compareTo(other.which());
  }

  /** What users are told, also of what has not begun yet; empty when there is nothing. */
  public Optional<Notice> notice() {
    return told.filter(one -> one.holds(clock.instant()));
  }

  /** What this node's clock says. */
  public Instant now() {
    return clock.instant();
  }

  /** Reads the rows; what they say holds from the return on. */
  public void load() {
    load(false);
  }

  /**
   * @param tells whether what is found changed is told in the log
   */
  private synchronized void load(boolean tells) {
    Map<Place, Thrown> read = new HashMap<>();
    List<Thrown> known = new ArrayList<>();
    rows.holding(MOST_ROWS).forEach(row -> row.ifPresent(known::add));
    Optional<Notice> notice = notices.holding();
    for (Thrown one : known) {
      read.put(new Place(one.which(), one.subject().orElse("")), one);
    }
    Map<Place, Thrown> before = this.known;
    Optional<Notice> toldBefore = told;
    this.known = Map.copyOf(read);
    this.told = notice;
    if (tells && !before.equals(read)) {
      SwitchNews.ofSwitches(before.values(), known, clock.instant());
    }
    if (tells && !toldBefore.equals(notice)) {
      SwitchNews.ofNotices(toldBefore, notice);
    }
  }

  /** Within a transaction: all nodes look when it is committed. */
  void announce() {
    rows.announce(ANNOUNCEMENT);
  }

  /** Reads the rows unless the database is away, and tells the log what others have changed. */
  void look() {
    look(true);
  }

  /** The same after a change of one's own, which has its line with the audit's. */
  void lookAtOwn() {
    look(false);
  }

  private void look(boolean tells) {
    try {
      load(tells);
    } catch (DataAccessException databaseAway) {
      LOG.warn("What is switched could not be read: {}", databaseAway.getMessage());
    }
  }

  /**
   * Switches, on all nodes: from the return on no node lets in what is off.
   *
   * @param by who does it
   * @param alongside what else belongs to the change, such as its line in the audit log
   * @throws BadWishException with a sentence for the operator, when there are too many already
   */
  public void change(SwitchChange change, String by, Runnable alongside) {
    transaction.executeWithoutResult(
        status -> {
          if (change.isBack()) {
            rows.remove(change);
          } else if (!rows.put(change, by, MOST_ROWS)) {
            throw new BadWishException(
                "There are " + MOST_ROWS + " switches thrown already. Put some back first.");
          }
          alongside.run();
          announce();
        });
    // It is done, also when it cannot be read back now.
    lookAtOwn();
  }
}
