package io.cameo.service.upload;

import io.cameo.service.catalogue.Ticket;
import io.cameo.service.catalogue.Tickets;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.http.ProblemException;
import io.cameo.storage.IncomingObjects;
import io.cameo.storage.IncomingObjects.Arrived;
import io.cameo.storage.StorageException;
import io.cameo.storage.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the picture of a ticket from the bucket into the spool. The object that is looked at
 * first is the only one that is ever taken for the ticket, so that nothing can be put in its place
 * between a look, a check and the work.
 */
final class TicketPicture {

  private static final Logger LOG = LoggerFactory.getLogger(TicketPicture.class);

  private final Tickets tickets;
  private final IncomingObjects incoming;
  private final UploadBody bodies;

  TicketPicture(Tickets tickets, IncomingObjects incoming, UploadBody bodies) {
    this.tickets = tickets;
    this.incoming = incoming;
    this.bodies = bodies;
  }

  /**
   * The ticket with the object that counts for it, which costs neither a place nor a try.
   *
   * @throws io.cameo.service.http.ProblemException {@code not-uploaded} while there is none
   */
  Ticket look(Ticket ticket) {
    if (ticket.progress().seen().isPresent()) {
      return ticket;
    }
    try {
      Arrived now =
          incoming
              .look(ticket.id().key())
              .orElseThrow(() -> TicketProblems.notArrived().toException());
      return ticket.seeing(tickets.saw(ticket.id(), new Ticket.Seen(now.etag(), now.version())));
    } catch (StorageException away) {
      throw away(ticket, away);
    }
  }

  /**
   * The spooled picture, whose length and type are those of the ticket.
   *
   * @param ticket that was looked at
   */
  Spool.Spooled fetch(Ticket ticket) {
    Ticket.Seen seen = ticket.progress().seen().orElseThrow();
    Arrived wanted = new Arrived(ticket.id().key(), 0, "", seen.etag(), seen.version());
    try (StoredObject object =
        incoming.open(wanted).orElseThrow(() -> TicketProblems.changed().toException())) {
      return spool(ticket, object);
    } catch (StorageException away) {
      throw away(ticket, away);
    }
  }

  private static ProblemException away(Ticket ticket, StorageException away) {
    LOG.error("The picture of ticket {} cannot be read: {}", ticket.id(), away.getMessage());
    return UploadProblems.storageAway().toException();
  }

  private Spool.Spooled spool(Ticket ticket, StoredObject object) {
    Ticket.Terms terms = ticket.terms();
    long length = object.stat().size();
    if (length > terms.mostBytes()) {
      throw UploadProblems.tooLarge(terms.mostBytes()).toException();
    }
    if (length < terms.leastBytes()) {
      throw TicketProblems.wrongLength(terms.leastBytes(), terms.mostBytes()).toException();
    }
    if (!object.stat().metadata().contentType().equals(terms.contentType())) {
      throw UploadProblems.unsupportedType(
              "The object in the bucket must have the type of its ticket. Get a new ticket.")
          .toException();
    }
    try {
      return bodies.receive(
          new FromBucket(object.content()), length, UploadGate.declared(terms.contentType()));
    } catch (ProblemException refused) {
      // The bucket was too slow, not the caller.
      throw refused.problem().code().equals(CommonProblems.bodyTimeout().code())
          ? UploadProblems.storageAway().toException()
          : refused;
    }
  }

  /** A failure of the bucket is not one of the caller. */
  private static final class FromBucket extends FilterInputStream {

    FromBucket(InputStream content) {
      super(content);
    }

    @Override
    public int read(byte[] into, int from, int most) {
      try {
        return super.read(into, from, most);
      } catch (IOException away) {
        LOG.error("The bucket ended a picture early: {}", away.getMessage());
        throw UploadProblems.storageAway().toException();
      }
    }
  }
}
