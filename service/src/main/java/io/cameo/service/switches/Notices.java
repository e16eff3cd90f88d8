package io.cameo.service.switches;

import io.cameo.service.settings.BadWishException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Says something to users, changes it and ends it, on all nodes. While a notice of a read-only time
 * holds, the switch of uploads is thrown with its message: that switch alone decides about uploads,
 * and an operator can turn it as any other.
 */
public final class Notices {

  private final SwitchBook book;
  private final NoticeRows rows;
  private final TransactionTemplate transaction;

  Notices(SwitchBook book, NoticeRows rows, TransactionTemplate transaction) {
    this.book = book;
    this.rows = rows;
    this.transaction = transaction;
  }

  /**
   * Opens a notice, or says something else with the one that is open.
   *
   * @param alongside what else belongs to every change that this makes, in its transaction
   * @throws BadWishException with a sentence for the operator
   */
  public Notice say(NoticeWish wish, String by, Consumer<NoticeChange> alongside) {
    wish.requireNear(book.now());
    return change(
        () -> {
          tendLocked(alongside);
          Optional<Notice> open = rows.holding();
          boolean urgent = open.filter(one -> isMoreUrgent(wish, one)).isPresent();
          if (urgent) {
            rows.setAside(open.get().id());
          }
          Optional<Notice> before = urgent ? Optional.empty() : open;
          before.ifPresent(same -> requireSame(same, wish));
          before.ifPresent(rows::uploadsOn);
          Notice now =
              before
                  .map(same -> rows.update(same.id(), wish))
                  .orElseGet(() -> rows.insert(wish, by));
          if (now.begun() && now.terms().readOnly() && !rows.uploadsOff(now)) {
            throw new BadWishException(
                "Uploads are switched off already, for another reason. Switch them on first, or"
                    + " say this without read-only.");
          }
          alongside.accept(new NoticeChange(type(before, now), now));
          return now;
        });
  }

  /** A fault is told at once; planned work waits behind it. */
  private static boolean isMoreUrgent(NoticeWish wish, Notice open) {
    return wish.kind() == NoticeKind.INCIDENT
        && wish.from().isEmpty()
        && open.terms().kind() == NoticeKind.MAINTENANCE;
  }

  private static void requireSame(Notice open, NoticeWish wish) {
    if (open.terms().kind() != wish.kind()) {
      throw new BadWishException(
          "A notice of the kind " + open.terms().kind().word() + " is open. End it first.");
    }
    if (open.begun() && wish.from().isPresent()) {
      throw new BadWishException("It has begun already. Leave the beginning out, or end it first.");
    }
  }

  private static NoticeChange.Type type(Optional<Notice> before, Notice now) {
    if (before.isPresent() && before.get().begun() == now.begun()) {
      return NoticeChange.Type.UPDATED;
    }
    return now.begun() ? NoticeChange.Type.STARTED : NoticeChange.Type.ANNOUNCED;
  }

  /**
   * Ends what is open. What it had set aside is told again.
   *
   * @return false when nothing is
   */
  public boolean end(Consumer<NoticeChange> alongside) {
    return change(
        () -> {
          List<Notice> over = rows.close();
          over.forEach(one -> over(one, alongside));
          return !over.isEmpty();
        });
  }

  /** Begins and ends what does so by itself now, by the database's clock. */
  public void tend(Consumer<NoticeChange> alongside) {
    if (rows.isAnyDue()) {
      change(
          () -> {
            tendLocked(alongside);
            return true;
          });
    }
  }

  private void tendLocked(Consumer<NoticeChange> alongside) {
    rows.closeOver().forEach(one -> over(one, alongside));
    for (Notice begun : rows.begin()) {
      // When uploads are off already they stay off for that reason.
      if (begun.terms().readOnly()) {
        rows.uploadsOff(begun);
      }
      alongside.accept(new NoticeChange(NoticeChange.Type.STARTED, begun));
    }
  }

  private void over(Notice one, Consumer<NoticeChange> alongside) {
    boolean uploadsFreed = rows.uploadsOn(one);
    alongside.accept(new NoticeChange(NoticeChange.Type.ENDED, one));
    if (one.terms().kind() != NoticeKind.INCIDENT) {
      return;
    }
    for (Notice again : rows.takeBack()) {
      // Else whatever became of the switch meanwhile was somebody's wish.
      if (uploadsFreed && again.begun() && again.terms().readOnly()) {
        rows.uploadsOff(again);
      }
    }
  }

  private <T> T change(Supplier<T> work) {
    T done =
        transaction.execute(
            status -> {
              rows.lock();
              T result = work.get();
              book.announce();
              return result;
            });
    book.lookAtOwn();
    return done;
  }
}
