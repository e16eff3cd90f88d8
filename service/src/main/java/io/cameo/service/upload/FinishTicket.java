package io.cameo.service.upload;

import io.cameo.image.Crop;
import io.cameo.service.catalogue.Admission;
import io.cameo.service.catalogue.Catalogue;
import io.cameo.service.catalogue.Ticket;
import io.cameo.service.catalogue.Tickets;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.http.ProblemException;
import io.cameo.service.observability.PictureMetric;
import io.cameo.service.switches.Switch;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Makes the picture of a ticket the subject's picture.
 *
 * <p>The change has the number that its ticket drew, and a number takes effect once: however often
 * and from wherever a ticket is finished, it becomes one version at most, and none when the subject
 * was changed or deleted after the ticket was given. The ticket's row only remembers that.
 */
final class FinishTicket {

  private static final Logger LOG = LoggerFactory.getLogger(FinishTicket.class);

  /** Longer than an attempt takes; a second one meanwhile would do work for nothing, not harm. */
  private static final Duration LEASE = Duration.ofMinutes(3);

  /**
   * Attempts at one ticket that are refused for what was sent, and its previews. Each may cost as
   * much as an upload.
   */
  static final int MOST_TRIES = 20;

  private final Tickets tickets;
  private final Catalogue catalogue;
  private final UploadIntake intake;
  private final TicketPicture pictures;
  private final MeterRegistry metrics;

  FinishTicket(
      Tickets tickets,
      Catalogue catalogue,
      UploadIntake intake,
      TicketPicture pictures,
      MeterRegistry metrics) {
    this.tickets = tickets;
    this.catalogue = catalogue;
    this.intake = intake;
    this.pictures = pictures;
    this.metrics = metrics;
  }

  /**
   * Finishes a ticket, or says again what it has become.
   *
   * @param crop the user's square; the ticket's own when it is empty
   */
  UploadAvatar.Done finish(Ticket ticket, Optional<Crop> crop, UploadAvatar.Request upload) {
    Optional<UploadAvatar.Done> already = already(ticket);
    if (already.isPresent()) {
      return already.get();
    }
    requireOpen(ticket);
    intake.gate().requireOn(ticket.subject(), Switch.UPLOADS, Switch.DIRECT_UPLOADS);
    intake.bodies().requireScanner();
    Ticket seen = pictures.look(ticket);
    UUID attempt =
        tickets.claim(ticket.id(), LEASE, MOST_TRIES).orElseThrow(() -> notClaimed(ticket));
    boolean done = false;
    boolean counts = false;
    try {
      UploadAvatar.Done result = attempt(seen, crop, upload);
      done = true;
      remember(ticket, result.version().id(), result.status());
      PictureMetric.TICKETS.counter(metrics, "finished").increment();
      return result;
    } catch (ProblemException refused) {
      counts = TicketProblems.usesATry(refused.problem());
      throw refused;
    } finally {
      if (!done) {
        release(ticket, attempt, counts);
      }
    }
  }

  /** Nothing is to be done for it any more: it must not have ended unfinished. */
  static void requireOpen(Ticket ticket) {
    boolean over =
        switch (ticket.progress().state()) {
          case OPEN, FINISHING -> !ticket.progress().inTime();
          case EXPIRED, WITHDRAWN -> true;
          case DONE -> false;
        };
    if (over) {
      throw TicketProblems.expired().toException();
    }
  }

  private UploadAvatar.Done attempt(
      Ticket ticket, Optional<Crop> crop, UploadAvatar.Request upload) {
    Optional<Crop> square =
        crop.isPresent() ? crop : CropParameter.parse(Optional.of(ticket.plan().crop()));
    try {
      return intake.take(upload, ticket, square, () -> pictures.fetch(ticket));
    } catch (ProblemException refused) {
      // What was faster may have been another attempt at this same ticket.
      if (refused.problem().code().equals("superseded")) {
        return published(ticket).orElseThrow(() -> refused);
      }
      throw refused;
    }
  }

  private Optional<UploadAvatar.Done> already(Ticket ticket) {
    Optional<Ticket.Result> result = ticket.progress().result();
    return result.isPresent()
        ? Optional.of(shown(result.get().version(), result.get().status()))
        : published(ticket);
  }

  /** What the ticket became without its row knowing, as after a crash between the two. */
  private Optional<UploadAvatar.Done> published(Ticket ticket) {
    Optional<VersionId> version = tickets.published(ticket);
    version.ifPresent(id -> remember(ticket, id, 201));
    return version.map(id -> shown(id, 201));
  }

  private UploadAvatar.Done shown(VersionId id, int status) {
    Version version =
        catalogue
            .version(id)
            .filter(Version::isShown)
            .orElseThrow(() -> UploadProblems.superseded().toException());
    return new UploadAvatar.Done(status, version);
  }

  private ProblemException notClaimed(Ticket ticket) {
    Optional<Admission.Closed> closed = tickets.closed(ticket.subject());
    if (closed.isPresent()) {
      Switch which = Switch.of(closed.get().name()).orElse(Switch.UPLOADS);
      return TicketProblems.switchedOff(which, closed.get().reason(), closed.get().left())
          .toException();
    }
    if (tickets.isUsedUp(ticket.id(), MOST_TRIES)) {
      return TicketProblems.usedUp().toException();
    }
    return TicketProblems.underWay().toException();
  }

  /** Without it the picture is published all the same, and the next call finds that out. */
  private void remember(Ticket ticket, VersionId version, int status) {
    try {
      tickets.done(ticket.id(), new Ticket.Result(version, status));
    } catch (DataAccessException later) {
      LOG.warn("Ticket {} is done, but could not be marked: {}", ticket.id(), later.getMessage());
    }
  }

  /** Without it the ticket is free again when the lease is over, and has one try less. */
  private void release(Ticket ticket, UUID attempt, boolean counts) {
    try {
      tickets.release(ticket.id(), attempt, counts);
    } catch (DataAccessException later) {
      LOG.warn("Ticket {} could not be given back: {}", ticket.id(), later.getMessage());
    }
  }
}
