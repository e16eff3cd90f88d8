package io.cameo.service.catalogue;

import java.util.Optional;

/**
 * The right to send one picture of a subject to the bucket, and what has become of it.
 *
 * @param order its place among the subject's changes, drawn when the ticket was given
 * @param taker whom it was given to
 */
public record Ticket(
    TicketId id,
    String subject,
    long order,
    Terms terms,
    Plan plan,
    Progress progress,
    Taker taker) {

  /** The same after this object was looked at first. */
  public Ticket seeing(Seen object) {
    Progress now =
        new Progress(progress.state(), progress.inTime(), Optional.of(object), progress.result());
    return new Ticket(id, subject, order, terms, plan, now, taker);
  }

  /**
   * Whom it was given to.
   *
   * @param actor the kind of credential
   * @param charged who pays for the upload besides its subject, in the words of the limits
   */
  public record Taker(String actor, String charged) {}

  /** What may be sent. */
  public record Terms(String contentType, long leastBytes, long mostBytes) {}

  /**
   * How it is finished.
   *
   * @param onArrival by the service itself, once the object is there
   * @param crop the square for that, as the caller gave it, or empty
   */
  public record Plan(boolean onArrival, String crop) {}

  /** Where a ticket stands. */
  public enum State {
    OPEN,
    /** Somebody works on it, for as long as the lease lasts. */
    FINISHING,
    DONE,
    /** It was not finished in its time. */
    EXPIRED,
    /** Its subject was erased, or the database was restored. */
    WITHDRAWN
  }

  /**
   * What has happened so far.
   *
   * @param seen the object that was looked at first: no other is ever taken for it
   * @param result what it became
   */
  public record Progress(
      State state, boolean inTime, Optional<Seen> seen, Optional<Result> result) {}

  /** An object as the store names it. */
  public record Seen(String etag, Optional<String> version) {}

  /**
   * @param status the HTTP status that was answered
   */
  public record Result(VersionId version, int status) {}
}
