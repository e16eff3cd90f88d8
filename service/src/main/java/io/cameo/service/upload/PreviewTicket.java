package io.cameo.service.upload;

import io.cameo.image.Crop;
import io.cameo.image.Outcome;
import io.cameo.image.Rendition;
import io.cameo.service.catalogue.Ticket;
import io.cameo.service.catalogue.Tickets;
import io.cameo.service.http.ProblemException;
import io.cameo.service.switches.Switch;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Shows what the picture of a ticket would become, without making it anybody's picture. */
final class PreviewTicket {

  /** The smallest side in pixels that is taken, where the installation has it. */
  private static final int SIDE = 256;

  /** Previews of one ticket: looking at a picture must not use up what its finish needs. */
  static final int MOST = FinishTicket.MOST_TRIES - 5;

  private static final Logger LOG = LoggerFactory.getLogger(PreviewTicket.class);

  private final Tickets tickets;
  private final UploadIntake intake;
  private final TicketPicture pictures;

  PreviewTicket(Tickets tickets, UploadIntake intake, TicketPicture pictures) {
    this.tickets = tickets;
    this.intake = intake;
    this.pictures = pictures;
  }

  /** What is shown, and what of: crops are given in pixels of the source. */
  record Shown(Rendition rendition, Outcome.Source source, Crop crop) {}

  /**
   * Renders it.
   *
   * @param crop the user's square; the one that would be chosen when it is empty
   */
  Shown show(Ticket ticket, Optional<Crop> crop, UploadAvatar.Request upload) {
    FinishTicket.requireOpen(ticket);
    intake.gate().requireOn(ticket.subject(), Switch.UPLOADS, Switch.DIRECT_UPLOADS);
    intake.bodies().requireScanner();
    Ticket seen = pictures.look(ticket);
    if (!tickets.tryOnce(ticket.id(), MOST)) {
      throw TicketProblems.usedUp().toException();
    }
    boolean counts = false;
    try {
      Outcome.Rendered rendered = intake.preview(upload, seen, crop, () -> pictures.fetch(seen));
      counts = true;
      return new Shown(small(rendered), rendered.source(), rendered.crop());
    } catch (ProblemException refused) {
      counts = TicketProblems.usesATry(refused.problem());
      throw refused;
    } finally {
      if (!counts) {
        giveBack(ticket);
      }
    }
  }

  /** Without it the ticket has one try less. */
  private void giveBack(Ticket ticket) {
    try {
      tickets.giveBack(ticket.id());
    } catch (DataAccessException later) {
      LOG.warn("A try of ticket {} could not be given back: {}", ticket.id(), later.getMessage());
    }
  }

  private static Rendition small(Outcome.Rendered rendered) {
    Comparator<Rendition> nearest =
        Comparator.comparingInt(
            (Rendition one) -> one.width() < SIDE ? Integer.MAX_VALUE - one.width() : one.width());
    // The first of a size is the one that shows the most: a PNG where there is transparency.
    return rendered.renditions().stream()
        .filter(one -> !one.name().startsWith("master"))
        .min(nearest)
        .orElseThrow();
  }
}
