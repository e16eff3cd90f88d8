package io.cameo.service.upload;

import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.TicketId;
import io.cameo.service.catalogue.Tickets;
import io.cameo.service.http.ProblemException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Finishes the tickets that asked for it as soon as their object is there. An event of the bucket
 * only says where to look now; without events the same tickets are looked at again and again, less
 * often the older they are.
 */
final class Arrivals {

  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

  /** Tickets taken from the database at a time. */
  private static final int BATCH = 20;

  private final Tickets tickets;
  private final Optional<FinishTicket> finish;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param finish empty where nothing can arrive
   */
  Arrivals(Tickets tickets, Optional<FinishTicket> finish) {
    this.tickets = tickets;
    this.finish = finish;
  }

  /** The bucket says that these have arrived. Looks at them soon, on a thread of its own. */
  void announced(Collection<TicketId> ids) {
    if (finish.isPresent() && tickets.arrived(ids) > 0 && calls.getAndIncrement() == 0) {
      Thread.ofVirtual().name("arrivals").start(this::untilNobodyCalls);
    }
  }

  /** One thread for all who call: whoever calls while it works makes it look once more. */
  private void untilNobodyCalls() {
    int answered;
    do {
      answered = calls.get();
      try {
        look(() -> !closed.get());
      } catch (DataAccessException later) {
        LOG.warn("Arrived pictures are looked at later: {}", later.getMessage());
      } catch (RuntimeException fault) {
        LOG.error("Arrived pictures are looked at later", fault);
      }
    } while (calls.addAndGet(-answered) > 0);
  }

  /** Looks at all tickets that are due. */
  void look(BooleanSupplier goOn) {
    List<TicketId> due;
    do {
      due = finish.isPresent() && goOn.getAsBoolean() ? tickets.toBeLookedAt(BATCH) : List.of();
      for (TicketId id : due) {
        if (goOn.getAsBoolean()) {
          finish(id, finish.orElseThrow());
        }
      }
    } while (due.size() == BATCH);
  }

  private void finish(TicketId id, FinishTicket way) {
    tickets
        .find(id)
        .ifPresent(
            ticket -> {
              Actor actor = new Actor(ticket.taker().actor(), Optional.empty(), Optional.empty());
              try {
                way.finish(
                    ticket,
                    Optional.empty(),
                    new UploadAvatar.Request(ticket.subject(), Optional.empty(), actor));
              } catch (ProblemException refused) {
                if (!TicketProblems.mayPass(refused.problem())) {
                  LOG.info("Ticket {} was refused on arrival: {}", id, refused.problem().code());
                  tickets.doNotLookAgain(id);
                }
              }
            });
  }

  /** No more is begun. */
  void close() {
    closed.set(true);
  }
}
