package io.cameo.service.upload;

import io.cameo.image.Crop;
import io.cameo.image.Outcome;
import io.cameo.image.Rendition;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.Admission;
import io.cameo.service.catalogue.AuditTrail;
import io.cameo.service.catalogue.Catalogue;
import io.cameo.service.catalogue.IdempotencyScope;
import io.cameo.service.catalogue.Intent;
import io.cameo.service.catalogue.Published;
import io.cameo.service.catalogue.QuotaExceededException;
import io.cameo.service.catalogue.StoredObject;
import io.cameo.service.catalogue.TokenUses;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionChanges;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import io.cameo.service.imaging.ImagingBusyException;
import io.cameo.service.imaging.ImagingFailedException;
import io.cameo.service.imaging.Renderer;
import io.cameo.service.limits.Attempt;
import io.cameo.service.limits.FairQueue;
import io.cameo.service.observability.Marks;
import io.cameo.service.upload.UploadTimes.Step;
import io.cameo.storage.NewObject;
import io.cameo.storage.ObjectMetadata;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Sha256;
import io.cameo.storage.StorageException;
import io.cameo.storage.StorageFullException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a spooled upload the subject's picture, in an order that a crash at any point leaves true:
 * render; record the intent; write the objects; verify them; publish in one transaction. Nothing
 * here deletes an object: what a failure leaves behind is the reaper's.
 */
final class UploadAvatar {

  private static final Logger LOG = LoggerFactory.getLogger(UploadAvatar.class);

  private final Catalogue catalogue;
  private final VersionChanges changes;
  private final TokenUses tokens;
  private final AuditTrail audit;
  private final Renderer imaging;
  private final ObjectStore objects;
  private final Shares shares;

  /**
   * What uploads share, and how it is divided.
   *
   * @param turns for the workers
   * @param quota bytes that may be stored for a subject; 0 sets no limit
   * @param recipe what the workers make renditions by
   * @param formatsLater whether other formats follow
   */
  record Shares(
      WorkerTurns turns,
      ToLongFunction<String> quota,
      String recipe,
      boolean formatsLater,
      UploadTimes times) {}

  UploadAvatar(
      Catalogue catalogue,
      VersionChanges changes,
      TokenUses tokens,
      AuditTrail audit,
      Renderer imaging,
      ObjectStore objects,
      Shares shares) {
    this.catalogue = catalogue;
    this.changes = changes;
    this.tokens = tokens;
    this.audit = audit;
    this.imaging = imaging;
    this.objects = objects;
    this.shares = shares;
  }

  /**
   * One upload, before its body.
   *
   * @param idempotencyKey the caller's name for it, when it gave one
   * @param queues names under which it takes its place among others, that of its queue first
   */
  record Request(
      String subject, Optional<String> idempotencyKey, Actor actor, List<String> queues) {

    /** One that nobody waits for at an address. */
    Request(String subject, Optional<String> idempotencyKey, Actor actor) {
      this(subject, idempotencyKey, actor, Attempt.names(subject, Optional.empty()));
    }
  }

  /** The answer: 201 for a new version, 200 when the same picture was current already. */
  record Done(int status, Version version) {}

  /**
   * Lets the upload in: what is admitted later wins over what is admitted earlier.
   *
   * @throws ProblemException {@code uploads-disabled} when they are switched off, by the database's
   *     word
   */
  Admission admit(Request request) {
    Admission admission = admitRunning(request);
    admission
        .closed()
        .ifPresent(
            closed -> {
              throw UploadProblems.disabled(closed.reason(), closed.left()).toException();
            });
    return admission;
  }

  /** The same for one that was let in before: it runs to its end whatever is switched meanwhile. */
  Admission admitRunning(Request request) {
    Admission admission = admitted(request);
    // Whoever asks again what an upload came to is told, also when it used its token up.
    if (admission.done().isPresent()) {
      return admission;
    }
    try {
      tokens.require(request.actor(), request.subject());
      return admission;
    } catch (ProblemException tokenUsed) {
      // Meanwhile, by this same upload, if it was sent twice.
      Admission again = request.idempotencyKey().isPresent() ? admitted(request) : admission;
      if (again.done().isPresent()) {
        return again;
      }
      throw tokenUsed;
    }
  }

  private Admission admitted(Request request) {
    return catalogue.admit(
        request.subject(), request.idempotencyKey().map(key -> scope(request, key)));
  }

  /** Carries out an admitted upload whose body has arrived. */
  Done carryOut(Request request, Admission admission, Spool.Spooled upload, Optional<Crop> crop) {
    try {
      return publish(request, admission, upload, crop);
    } catch (ProblemException refused) {
      audit.write(
          request.actor(), "upload", refused.problem().code(), request.subject(), Optional.empty());
      throw refused;
    }
  }

  private Done publish(
      Request request, Admission admission, Spool.Spooled upload, Optional<Crop> crop) {
    String cropText = CropParameter.write(crop);
    String asked = digest(upload.sha256() + " " + cropText);
    if (admission.done().isPresent()) {
      return replay(admission.done().get(), asked);
    }
    Admission.Current same = new Admission.Current(upload.sha256(), cropText);
    if (admission.current().filter(same::equals).isPresent()) {
      // It may have changed while the body arrived.
      Optional<Version> current =
          catalogue.current(request.subject()).filter(version -> same.equals(madeOf(version)));
      if (current.isPresent()) {
        return unchanged(request, current.get(), asked);
      }
    }
    UploadTimes times = shares.times();
    Outcome.Rendered rendered = times.step(Step.RENDER, () -> render(request, upload, crop));
    Intent intent = intent(request, admission, upload, cropText, rendered);
    Instant recorded = times.step(Step.INTEND, () -> intend(intent));
    times.step(Step.STORE, () -> store(intent, rendered.renditions()));
    return switch (times.step(Step.PUBLISH, () -> published(request, intent, asked))) {
      case DONE -> new Done(201, intent.published(recorded));
      case EXPIRED -> throw UploadProblems.busy(Duration.ofSeconds(1)).toException();
      // What was faster may have been this same upload, sent twice.
      case SUPERSEDED, KEY_TAKEN -> repeated(request, asked).orElseThrow(this::superseded);
    };
  }

  private Published published(Request request, Intent intent, String asked) {
    try {
      return changes.publish(intent, remembered(request, asked, 201), request.actor());
    } catch (ProblemException tokenUsed) {
      // By this same upload, if it was sent twice.
      if (repeated(request, asked).isPresent()) {
        return Published.KEY_TAKEN;
      }
      throw tokenUsed;
    }
  }

  private static Admission.Current madeOf(Version version) {
    return new Admission.Current(version.source().sha256(), version.source().crop());
  }

  /** The picture is current already; its key is remembered all the same. */
  private Done unchanged(Request request, Version current, String asked) {
    Optional<VersionChanges.Remembered> key = remembered(request, asked, 200);
    if (key.isPresent() && !changes.remember(key.get(), current.id())) {
      return repeated(request, asked).orElseThrow(this::superseded);
    }
    return new Done(200, current);
  }

  private static Optional<VersionChanges.Remembered> remembered(
      Request request, String asked, int status) {
    return request
        .idempotencyKey()
        .map(key -> new VersionChanges.Remembered(scope(request, key), asked, status));
  }

  /** What another request with the same Idempotency-Key came to meanwhile. */
  private Optional<Done> repeated(Request request, String asked) {
    return request
        .idempotencyKey()
        .flatMap(key -> catalogue.admit(request.subject(), Optional.of(scope(request, key))).done())
        .map(done -> replay(done, asked));
  }

  private ProblemException superseded() {
    return UploadProblems.superseded().toException();
  }

  private Done replay(Admission.Done done, String asked) {
    if (!done.requestSha256().equals(asked)) {
      throw UploadProblems.idempotencyConflict().toException();
    }
    return new Done(
        done.status(),
        catalogue.version(done.version()).filter(Version::isShown).orElseThrow(this::superseded));
  }

  private Instant intend(Intent intent) {
    try {
      return changes.intend(intent, shares.quota().applyAsLong(intent.subject()));
    } catch (QuotaExceededException full) {
      throw UploadProblems.quotaExceeded(full.quota()).toException();
    }
  }

  /** Renders an upload when it has its turn, or throws the problem with it. */
  Outcome.Rendered render(Request request, Spool.Spooled upload, Optional<Crop> crop) {
    try (FairQueue.Place _ =
        shares
            .turns()
            .enter(request.queues().getFirst(), upload.picture())
            .orElseThrow(UploadAvatar::noTurn)) {
      return switch (worked(upload, crop)) {
        case Outcome.Rendered rendered -> rendered;
        case Outcome.Refused refused -> throw UploadProblems.of(refused).toException();
      };
    } catch (ImagingBusyException busy) {
      throw UploadProblems.busy(busy.retryAfter()).toException();
    } catch (ImagingFailedException failed) {
      throw UploadProblems.workerFailed().toException();
    }
  }

  private Outcome worked(Spool.Spooled upload, Optional<Crop> crop) {
    try (Marks.Mark _ = shares.times().part("upload.work")) {
      return imaging.render(upload.picture(), upload.length(), crop);
    }
  }

  private static ProblemException noTurn() {
    return UploadProblems.busy(Duration.ofSeconds(2)).toException();
  }

  private Intent intent(
      Request request,
      Admission admission,
      Spool.Spooled upload,
      String crop,
      Outcome.Rendered rendered) {
    List<StoredObject> stored = new ArrayList<>();
    for (Rendition rendition : rendered.renditions()) {
      stored.add(
          new StoredObject(
              rendition.name(),
              rendition.width(),
              rendition.bytes().length,
              Sha256.of(rendition.bytes())));
    }
    return new Intent(
        VersionId.random(),
        request.subject(),
        admission.order(),
        new Version.Source(
            rendered.source().type().mediaType(),
            rendered.source().width(),
            rendered.source().height(),
            upload.length(),
            upload.sha256(),
            crop),
        new Version.Look(
            Base64.getEncoder().encodeToString(rendered.thumbhash()),
            rendered.color().toLowerCase(Locale.ROOT)),
        stored,
        new Intent.Making(upload.scannedBy(), shares.recipe(), shares.formatsLater()));
  }

  private void store(Intent intent, List<Rendition> renditions) {
    String prefix = intent.id().keyPrefix();
    try {
      objects.putAll(
          renditions.stream()
              .map(
                  rendition ->
                      new NewObject(
                          prefix + rendition.name(),
                          rendition.bytes(),
                          ObjectMetadata.immutable(rendition.type().mediaType())))
              .toList());
      Map<String, Long> written =
          objects.lengths(intent.objects().stream().map(object -> prefix + object.name()).toList());
      for (StoredObject object : intent.objects()) {
        if (!Long.valueOf(object.bytes()).equals(written.get(prefix + object.name()))) {
          LOG.error("Object {} of version {} is not as written", object.name(), intent.id());
          throw UploadProblems.storageAway().toException();
        }
      }
    } catch (StorageFullException full) {
      LOG.error("The object store is full", full);
      throw UploadProblems.storageFull().toException();
    } catch (StorageException away) {
      LOG.error("Objects of version {} could not be written", intent.id(), away);
      throw UploadProblems.storageAway().toException();
    }
  }

  private static byte[] scope(Request request, String key) {
    return IdempotencyScope.of(request.subject(), key);
  }

  private static String digest(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the audit line of an upload that was refused while its body was read. */
  void refused(Request request, Problem problem) {
    audit.write(request.actor(), "upload", problem.code(), request.subject(), Optional.empty());
  }
}
