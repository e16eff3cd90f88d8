package io.cameo.service.upload;

import io.cameo.image.ImageType;
import io.cameo.service.accounts.Caller;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.Ticket;
import io.cameo.service.catalogue.TicketId;
import io.cameo.service.catalogue.Tickets;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.limits.Attempt;
import io.cameo.service.limits.Charge;
import io.cameo.service.limits.FairQueue;
import io.cameo.service.limits.RateLimitFields;
import io.cameo.service.limits.UploadLimits;
import io.cameo.service.observability.PictureMetric;
import io.cameo.service.switches.Switch;
import io.cameo.storage.IncomingObjects;
import io.cameo.storage.StorageException;
import io.cameo.storage.UploadForm;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where tickets are given out, to whoever could upload the picture itself just as well. */
final class TicketCounter {

  private static final Logger LOG = LoggerFactory.getLogger(TicketCounter.class);

  private final DirectSettings settings;
  private final UploadSettings uploads;
  private final Tickets tickets;
  private final UploadGate gate;
  private final UploadLimits limits;
  private final Clock clock;
  private final MeterRegistry metrics;

  TicketCounter(
      DirectSettings settings,
      UploadSettings uploads,
      Tickets tickets,
      UploadGate gate,
      UploadLimits limits,
      Clock clock,
      MeterRegistry metrics) {
    this.settings = settings;
    this.uploads = uploads;
    this.tickets = tickets;
    this.gate = gate;
    this.limits = limits;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * What is asked for.
   *
   * @param type media type of the picture
   * @param bytes its exact length, when it is known
   */
  record Wish(String subject, String type, Optional<Long> bytes, Ticket.Plan plan) {}

  /** A ticket with its form. */
  record Given(TicketId id, UploadForm form, Instant before, RateLimitFields fields) {}

  Given give(Wish wish, Caller caller, Actor actor, Optional<IncomingObjects> bucket) {
    if (!settings.on()) {
      throw TicketProblems.off().toException();
    }
    IncomingObjects incoming = bucket.orElseThrow(() -> TicketProblems.noBucket().toException());
    Ticket.Terms terms = terms(wish, Math.min(uploads.maxBytes(), caller.mostBytes()));
    CropParameter.parse(Optional.of(wish.plan().crop()));
    gate.requireOn(wish.subject(), Switch.UPLOADS, Switch.DIRECT_UPLOADS);
    Attempt attempt =
        UploadIntake.attempt(wish.subject(), caller, actor.address(), terms.mostBytes());
    limits.screen(attempt);
    try (FairQueue.Place _ = gate.enter(attempt.names())) {
      Charge charge = limits.take(attempt);
      boolean given = false;
      try {
        Given ticket = given(wish, terms, incoming, new Charged(actor, attempt, charge));
        given = true;
        return ticket;
      } finally {
        if (!given) {
          // Nothing will be sent.
          charge.settle(0, 0);
        }
      }
    }
  }

  private record Charged(Actor actor, Attempt attempt, Charge charge) {}

  private Given given(Wish wish, Ticket.Terms terms, IncomingObjects incoming, Charged charged) {
    TicketId id = TicketId.random();
    Instant now = clock.instant();
    UploadForm form = sign(incoming, id, terms, now);
    Tickets.Bounds bounds =
        new Tickets.Bounds(
            settings.ofSubject(), settings.inAll(), DirectSettings.FORM_LIFE, settings.life());
    Tickets.Taking taking = new Tickets.Taking(charged.actor(), charged.attempt().callers());
    switch (tickets.open(id, wish.subject(), terms, wish.plan(), taking, bounds)) {
      case DONE -> count("given");
      case TOO_MANY_OF_SUBJECT -> {
        count("refused");
        throw TicketProblems.tooManyOfSubject(settings.ofSubject()).toException();
      }
      case TOO_MANY -> {
        count("refused");
        throw TicketProblems.tooMany().toException();
      }
    }
    return new Given(id, form, now.plus(settings.life()), charged.charge().fields());
  }

  private static Ticket.Terms terms(Wish wish, long most) {
    String type = UploadGate.mediaType(Optional.of(wish.type()));
    ImageType declared =
        UploadGate.declared(type)
            .orElseThrow(
                () ->
                    UploadProblems.unsupportedType(
                            "Give type as the media type of the picture, such as image/jpeg.")
                        .toException());
    if (wish.bytes().isEmpty()) {
      return new Ticket.Terms(declared.mediaType(), 1, most);
    }
    long exact = wish.bytes().get();
    if (exact < 1) {
      throw CommonProblems.badRequest("Give bytes as the length of the picture, 1 or more.")
          .toException();
    }
    if (exact > most) {
      throw UploadProblems.tooLarge(most).toException();
    }
    return new Ticket.Terms(declared.mediaType(), exact, exact);
  }

  private static UploadForm sign(
      IncomingObjects incoming, TicketId id, Ticket.Terms terms, Instant now) {
    try {
      return incoming.form(
          new IncomingObjects.Wanted(
              id.key(),
              terms.contentType(),
              terms.leastBytes(),
              terms.mostBytes(),
              DirectSettings.FORM_LIFE),
          now);
    } catch (StorageException unsigned) {
      LOG.error("No form can be signed for the bucket: {}", unsigned.getMessage());
      throw UploadProblems.storageAway().toException();
    }
  }

  private void count(String outcome) {
    PictureMetric.TICKETS.counter(metrics, outcome).increment();
  }
}
