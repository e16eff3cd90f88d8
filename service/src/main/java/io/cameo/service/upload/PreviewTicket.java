package io.cameo.service.upload;

import io.cameo.image.Crop;
import io.cameo.image.Outcome;
import io.cameo.image.Rendition;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.Ticket;
import io.cameo.service.catalogue.Tickets;
import java.util.Comparator;
import java.util.Optional;

/** Shows what the picture of a ticket would become, without making it anybody's picture. */
final class PreviewTicket {

  /** The smallest side in pixels that is taken, where the installation has it. */
  private static final int SIDE = 256;

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
  Shown show(Ticket ticket, Optional<Crop> crop, Actor actor) {
    FinishTicket.requireOpen(ticket);
    if (!tickets.tryOnce(ticket.id(), FinishTicket.MOST_TRIES)) {
      throw TicketProblems.usedUp().toException();
    }
    UploadAvatar.Request upload =
        new UploadAvatar.Request(ticket.subject(), Optional.empty(), actor);
    Outcome.Rendered rendered = intake.preview(upload, ticket, crop, () -> pictures.fetch(ticket));
    return new Shown(small(rendered), rendered.source(), rendered.crop());
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
