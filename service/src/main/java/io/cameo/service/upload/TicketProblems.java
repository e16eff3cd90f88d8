package io.cameo.service.upload;

import io.cameo.service.http.Problem;
import io.cameo.service.switches.Switch;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The refusals of direct uploads, as callers see them. */
final class TicketProblems {

  /** Refusals of the caller's that pass by themselves. */
  private static final Set<String> PASSING =
      Set.of("not-uploaded", "finish-under-way", "rate-limited");

  private TicketProblems() {}

  /** Whether the same may be taken later: nothing is wrong with what was sent. */
  static boolean mayPass(Problem refused) {
    return refused.status() >= 500 || PASSING.contains(refused.code());
  }

  /**
   * Whether a ticket has one try less by it: only what was sent may use a ticket up. What ends a
   * worker counts, because nobody knows better than that it did.
   */
  static boolean usesATry(Problem refused) {
    return !mayPass(refused) || refused.code().equals(UploadProblems.workerFailed().code());
  }

  static Problem off() {
    return Problem.of(
        404,
        "no-direct-uploads",
        "No direct uploads here",
        "This installation gives no tickets. Send the picture itself with PUT /v1/avatars.");
  }

  static Problem noBucket() {
    return Problem.of(
        404,
        "no-direct-uploads",
        "No direct uploads here",
        "Tickets lead to a bucket, and there is none: Its operator has to set AWS_S3_BUCKET. Until"
            + " then send the picture itself with PUT /v1/avatars.");
  }

  /**
   * The operator has switched a switch off that uploads by a ticket need.
   *
   * @param reason the operator's words
   * @param left until it is on again by itself
   */
  static Problem switchedOff(Switch which, String reason, Optional<Duration> left) {
    if (which == Switch.UPLOADS) {
      return UploadProblems.disabled(reason, left);
    }
    return Problem.of(
            503,
            "direct-uploads-disabled",
            "Direct uploads are switched off",
            "No picture is taken from the bucket at the moment: "
                + reason
                + " Send the picture itself with PUT /v1/avatars, or try again after the time in"
                + " Retry-After.")
        .with("message", reason)
        .retryAfter(left.orElse(UploadProblems.UNKNOWN_END));
  }

  static Problem tooManyOfSubject(int most) {
    return Problem.of(
            429,
            "too-many-tickets",
            "Too many open tickets",
            "This subject has begun several uploads and finished none. Use one of its tickets, or"
                + " wait until they are over.")
        .with("limit", most)
        .retryAfter(Duration.ofMinutes(1));
  }

  static Problem tooMany() {
    return Problem.of(
            503,
            "too-many-tickets-open",
            "Too many uploads under way",
            "The service keeps no more open tickets. Try again after the time in Retry-After, or"
                + " send the picture itself with PUT /v1/avatars.")
        .retryAfter(Duration.ofSeconds(30));
  }

  static Problem unknown() {
    return Problem.of(
        404,
        "no-ticket",
        "No such ticket",
        "There is no ticket of this id for this credential. Get one with POST /v1/uploads.");
  }

  static Problem expired() {
    return Problem.of(
        410,
        "ticket-expired",
        "The ticket is over",
        "This upload was not finished in its time. Get a new ticket and send the picture again.");
  }

  static Problem usedUp() {
    return Problem.of(
        409,
        "ticket-used-up",
        "The ticket was tried too often",
        "This upload was looked at and refused too often. Get a new ticket for another picture.");
  }

  static Problem underWay() {
    return Problem.of(
            409,
            "finish-under-way",
            "The upload is being finished",
            "Another request is finishing this upload. Ask again after the time in Retry-After to"
                + " get its answer.")
        .retryAfter(Duration.ofSeconds(2));
  }

  static Problem notArrived() {
    return Problem.of(
            409,
            "not-uploaded",
            "The picture has not arrived",
            "There is nothing in the bucket yet. Send the form of the ticket with the picture, then"
                + " finish. After the form has expired, get a new ticket.")
        .retryAfter(Duration.ofSeconds(1));
  }

  static Problem changed() {
    return Problem.of(
        409,
        "upload-changed",
        "The picture was replaced",
        "The picture that was looked at first is no longer there; no other is taken in its place."
            + " Get a new ticket and send the picture again.");
  }

  static Problem wrongLength(long least, long most) {
    return Problem.of(
        422,
        "wrong-length",
        "Not the length of the ticket",
        "The file must have "
            + least
            + " to "
            + most
            + " bytes, as its ticket says. Get a new ticket for this one.");
  }

  static Problem badEvent() {
    return Problem.of(
        400,
        "bad-event",
        "The event is not understood",
        "Send the records of S3 events in JSON, as the bucket or SNS does.");
  }
}
