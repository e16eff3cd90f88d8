package io.cameo.service.upload;

import io.cameo.image.Crop;
import io.cameo.image.Outcome;
import io.cameo.service.accounts.Caller;
import io.cameo.service.catalogue.Admission;
import io.cameo.service.catalogue.Ticket;
import io.cameo.service.http.ProblemException;
import io.cameo.service.limits.Attempt;
import io.cameo.service.limits.Charge;
import io.cameo.service.limits.FairQueue;
import io.cameo.service.limits.Holder;
import io.cameo.service.limits.Payers;
import io.cameo.service.limits.Scope;
import io.cameo.service.limits.UploadLimits;
import io.cameo.service.switches.Switch;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The order in which an upload is let in: what its headers say, how often its caller came, whether
 * there is a place; then its body, its type, and the work.
 */
final class UploadIntake {

  private final UploadGate gate;
  private final UploadLimits limits;
  private final UploadBody bodies;
  private final UploadAvatar uploads;
  private final UploadCost cost;
  private final UploadTimes times;

  UploadIntake(
      UploadGate gate,
      UploadLimits limits,
      UploadBody bodies,
      UploadAvatar uploads,
      UploadCost cost,
      UploadTimes times) {
    this.gate = gate;
    this.limits = limits;
    this.bodies = bodies;
    this.uploads = uploads;
    this.cost = cost;
    this.times = times;
  }

  /** What lets uploads in. */
  UploadGate gate() {
    return gate;
  }

  /** What finds the picture in what was sent. */
  UploadBody bodies() {
    return bodies;
  }

  /** Takes one upload in; what is left of the caller's allowances is written to the answer. */
  UploadAvatar.Done take(
      UploadAvatar.Request upload,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    try {
      return measured(() -> admitted(upload, caller, request, response));
    } catch (ProblemException refused) {
      LimitFields.tell(refused.problem(), response);
      throw refused;
    }
  }

  /**
   * Takes one in that was counted before, when its change drew its number. What it was charged then
   * is set right when it is done; an attempt that fails costs its work.
   *
   * @param picture fetches it, once there is a place
   */
  UploadAvatar.Done take(
      UploadAvatar.Request upload,
      Ticket ticket,
      Optional<Crop> crop,
      Supplier<Spool.Spooled> picture) {
    return measured(
        () ->
            counted(
                upload,
                ticket,
                payers -> {
                  try (Spool.Spooled spooled = received(upload, picture)) {
                    Admission now = uploads.admitRunning(upload);
                    Admission admission =
                        new Admission(ticket.order(), now.done(), now.current(), now.closed());
                    UploadAvatar.Done done = uploads.carryOut(upload, admission, spooled, crop);
                    limits
                        .earlier(payers, ticket.terms().mostBytes())
                        .settle(spooled.length(), cost.of(done));
                    return done;
                  }
                }));
  }

  /** Renders one that was counted before and becomes nobody's picture; its work is charged. */
  Outcome.Rendered preview(
      UploadAvatar.Request upload,
      Ticket ticket,
      Optional<Crop> crop,
      Supplier<Spool.Spooled> picture) {
    return counted(
        upload,
        ticket,
        payers -> {
          try (Spool.Spooled spooled = picture.get()) {
            Outcome.Rendered rendered = uploads.render(upload, spooled, crop);
            limits.more(payers, (long) rendered.source().width() * rendered.source().height());
            return rendered;
          }
        });
  }

  /** Work for an upload that was counted before, for nobody who is blocked; failing costs too. */
  private <T> T counted(UploadAvatar.Request upload, Ticket ticket, Function<Payers, T> work) {
    Payers payers = Payers.of(ticket.subject(), ticket.taker().charged());
    limits.requireNotBlocked(payers);
    try (FairQueue.Place _ = gate.enter(upload.queues())) {
      return work.apply(payers);
    } catch (ProblemException refused) {
      limits.more(payers, cost.of(refused.problem()));
      throw refused;
    }
  }

  /** An upload before its body, as the limits see it. */
  static Attempt attempt(String subject, Caller caller, Optional<String> address, long bytes) {
    Holder credential =
        switch (caller) {
          case Caller.Admin _ -> new Holder(Scope.KEY, "");
          case Caller.KeyHolder holder -> new Holder(Scope.KEY, holder.key().id());
          case Caller.TokenHolder holder -> new Holder(Scope.TOKEN, holder.token());
          case Caller.ProviderUser _ -> new Holder(Scope.ISSUER, "");
        };
    boolean own = Caller.isBackEnd(caller.auditName());
    return new Attempt(subject, credential, own ? Optional.empty() : address, bytes);
  }

  private UploadAvatar.Done measured(Supplier<UploadAvatar.Done> work) {
    return times.upload(
        work, done -> done.status() == 201 ? UploadTimes.CREATED : UploadTimes.UNCHANGED);
  }

  private UploadAvatar.Done admitted(
      UploadAvatar.Request upload,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    // Early, and without the database; what lets it in asks the database all the same.
    gate.requireOn(upload.subject(), Switch.UPLOADS);
    UploadGate.Declaration declaration = gate.check(request, caller.mostBytes());
    bodies.requireScanner();
    Optional<Crop> queryCrop = declaration.multipart() ? Optional.empty() : crop(request);
    Attempt attempt =
        attempt(
            upload.subject(),
            caller,
            Optional.ofNullable(request.getRemoteAddr()),
            gate.bytes(request));
    // Whoever is known to be refused does not wait for a place, and takes none.
    limits.screen(attempt);
    try (FairQueue.Place _ = gate.enter(upload.queues())) {
      // With a place in hand: nobody pays for an upload that finds none.
      Charge charge = limits.take(attempt);
      LimitFields.tell(charge.fields(), response);
      try {
        return charged(upload, request, declaration, queryCrop, charge);
      } finally {
        charge.settle(charge.bytes(), 0);
      }
    }
  }

  private UploadAvatar.Done charged(
      UploadAvatar.Request upload,
      HttpServletRequest request,
      UploadGate.Declaration declaration,
      Optional<Crop> queryCrop,
      Charge charge) {
    Admission admission = uploads.admit(upload);
    try (Spool.Spooled spooled = received(upload, () -> bodies.receive(request, declaration))) {
      Optional<Crop> crop = declaration.multipart() ? crop(request) : queryCrop;
      try {
        UploadAvatar.Done done = uploads.carryOut(upload, admission, spooled, crop);
        charge.settle(spooled.length(), cost.of(done));
        return done;
      } catch (ProblemException refused) {
        charge.settle(spooled.length(), cost.of(refused.problem()));
        throw refused;
      }
    }
  }

  private Spool.Spooled received(UploadAvatar.Request upload, Supplier<Spool.Spooled> picture) {
    try {
      return times.step(UploadTimes.Step.RECEIVE, picture);
    } catch (ProblemException refused) {
      uploads.refused(upload, refused.problem());
      throw refused;
    }
  }

  /** A parameter of the query or, once a form has been read, of the form. */
  private static Optional<Crop> crop(HttpServletRequest request) {
    return CropParameter.parse(Optional.ofNullable(request.getParameter("crop")));
  }
}
