package io.cameo.service.upload;

import io.cameo.image.Crop;
import io.cameo.service.accounts.Caller;
import io.cameo.service.catalogue.Admission;
import io.cameo.service.http.ProblemException;
import io.cameo.service.limits.UploadLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
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
  private final MeterRegistry metrics;

  UploadIntake(
      UploadGate gate,
      UploadLimits limits,
      UploadBody bodies,
      UploadAvatar uploads,
      MeterRegistry metrics) {
    this.gate = gate;
    this.limits = limits;
    this.bodies = bodies;
    this.uploads = uploads;
    this.metrics = metrics;
  }

  /** What finds the picture in what was sent. */
  UploadBody bodies() {
    return bodies;
  }

  /** Takes one upload in. */
  UploadAvatar.Done take(UploadAvatar.Request upload, Caller caller, HttpServletRequest request) {
    return measured(() -> admitted(upload, caller, request));
  }

  /**
   * Takes one in that was counted before, when its change drew its number.
   *
   * @param picture fetches it, once there is a place
   */
  UploadAvatar.Done take(
      UploadAvatar.Request upload,
      long order,
      Optional<Crop> crop,
      Supplier<Spool.Spooled> picture) {
    return measured(
        () -> {
          try (UploadGate.Place _ = gate.enter();
              Spool.Spooled spooled = received(upload, picture)) {
            Admission now = uploads.admit(upload);
            Admission admission = new Admission(order, now.done(), now.current());
            return uploads.carryOut(upload, admission, spooled, crop);
          }
        });
  }

  private UploadAvatar.Done measured(Supplier<UploadAvatar.Done> work) {
    Timer.Sample time = Timer.start(metrics);
    String outcome = "error";
    try {
      UploadAvatar.Done done = work.get();
      outcome = done.status() == 201 ? "created" : "unchanged";
      return done;
    } catch (ProblemException refused) {
      outcome = refused.problem().code();
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
      UploadAvatar.Request upload, Caller caller, HttpServletRequest request) {
    UploadGate.Declaration declaration = gate.check(request);
    bodies.requireScanner();
    Optional<Crop> queryCrop = declaration.multipart() ? Optional.empty() : crop(request);
    try (UploadGate.Place _ = gate.enter()) {
      // With a place in hand: nobody pays for an upload that finds none.
      limits.take(
          upload.subject(),
          caller instanceof Caller.Admin
              ? Optional.empty()
              : Optional.ofNullable(request.getRemoteAddr()));
      Admission admission = uploads.admit(upload);
      try (Spool.Spooled spooled = received(upload, () -> bodies.receive(request, declaration))) {
        Optional<Crop> crop = declaration.multipart() ? crop(request) : queryCrop;
        return uploads.carryOut(upload, admission, spooled, crop);
      }
    }
  }

  private Spool.Spooled received(UploadAvatar.Request upload, Supplier<Spool.Spooled> picture) {
    try {
      return picture.get();
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
