package io.cameo.service.upload;

import io.cameo.image.Crop;
import io.cameo.service.accounts.Caller;
import io.cameo.service.catalogue.Admission;
import io.cameo.service.http.ProblemException;
import io.cameo.service.limits.Attempt;
import io.cameo.service.limits.Charge;
import io.cameo.service.limits.Holder;
import io.cameo.service.limits.Scope;
import io.cameo.service.limits.UploadLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

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
  private final MeterRegistry metrics;

  UploadIntake(
      UploadGate gate,
      UploadLimits limits,
      UploadBody bodies,
      UploadAvatar uploads,
      UploadCost cost,
      MeterRegistry metrics) {
    this.gate = gate;
    this.limits = limits;
    this.bodies = bodies;
    this.uploads = uploads;
    this.cost = cost;
    this.metrics = metrics;
  }

  /** Takes one upload in; what is left of the caller's allowances is written to the answer. */
  UploadAvatar.Done take(
      UploadAvatar.Request upload,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    Timer.Sample time = Timer.start(metrics);
    String outcome = "error";
    try {
      UploadAvatar.Done done = admitted(upload, caller, request, response);
      outcome = done.status() == 201 ? "created" : "unchanged";
      return done;
    } catch (ProblemException refused) {
      outcome = refused.problem().code();
      LimitFields.tell(refused.problem(), response);
      throw refused;
    } finally {
      time.stop(
          Timer.builder("cameo.uploads")
              .description("Uploads by what became of them")
              .tag("outcome", outcome)
              .publishPercentileHistogram()
              .register(metrics));
    }
  }

  private UploadAvatar.Done admitted(
      UploadAvatar.Request upload,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    UploadGate.Declaration declaration = gate.check(request);
    Optional<Crop> queryCrop = declaration.multipart() ? Optional.empty() : crop(request);
    Attempt attempt = attempt(upload.subject(), caller, request);
    // Whoever is known to be refused does not wait for a place, and takes none.
    limits.screen(attempt);
    try (UploadGate.Place _ = gate.enter(attempt.names())) {
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

  private Attempt attempt(String subject, Caller caller, HttpServletRequest request) {
    Holder credential =
        switch (caller) {
          case Caller.Admin _ -> new Holder(Scope.KEY, "");
          case Caller.TokenHolder holder -> new Holder(Scope.TOKEN, holder.token());
          case Caller.ProviderUser _ -> new Holder(Scope.ISSUER, "");
        };
    Optional<String> address =
        caller instanceof Caller.Admin
            ? Optional.empty()
            : Optional.ofNullable(request.getRemoteAddr());
    return new Attempt(subject, credential, address, gate.bytes(request));
  }

  private UploadAvatar.Done charged(
      UploadAvatar.Request upload,
      HttpServletRequest request,
      UploadGate.Declaration declaration,
      Optional<Crop> queryCrop,
      Charge charge) {
    Admission admission = uploads.admit(upload);
    try (Spool.Spooled spooled = receive(upload, request, declaration)) {
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

  private Spool.Spooled receive(
      UploadAvatar.Request upload, HttpServletRequest request, UploadGate.Declaration declaration) {
    try {
      return bodies.receive(request, declaration);
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
