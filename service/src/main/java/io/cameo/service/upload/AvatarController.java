package io.cameo.service.upload;

import io.cameo.service.accounts.Accounts;
import io.cameo.service.accounts.Action;
import io.cameo.service.accounts.Caller;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.Lookups;
import io.cameo.service.catalogue.Version;
import io.cameo.service.catalogue.VersionChanges;
import io.cameo.service.catalogue.VersionId;
import io.cameo.service.http.CommonProblems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The avatar of one subject over HTTP. */
@RestController
@RequestMapping(path = "/v1/avatars/{subject}")
final class AvatarController {

  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private static final List<String> CONDITIONS =
      List.of("If-Match", "If-None-Match", "If-Unmodified-Since");

  private final Accounts accounts;
  private final UploadIntake intake;
  private final Lookups lookups;
  private final VersionChanges changes;
  private final Addresses addresses;
  private final ErasureCertificates certificates;

  AvatarController(
      Accounts accounts,
      UploadIntake intake,
      Lookups lookups,
      VersionChanges changes,
      Addresses addresses,
      ErasureCertificates certificates) {
    this.accounts = accounts;
    this.intake = intake;
    this.lookups = lookups;
    this.changes = changes;
    this.addresses = addresses;
    this.certificates = certificates;
  }

  @PutMapping
  ResponseEntity<AvatarView.Json> upload(
      @PathVariable String subject, HttpServletRequest request, HttpServletResponse response) {
    Caller caller = accounts.requireFor(request, subject, Action.UPLOAD);
    requireUnconditional(request);
    UploadAvatar.Done done =
        intake.take(asked(subject, caller, request), caller, request, response);
    return answer(done.status(), done.version(), request);
  }

  @GetMapping
  ResponseEntity<AvatarView.Json> current(
      @PathVariable String subject, HttpServletRequest request) {
    accounts.requireFor(request, subject, Action.READ);
    return answer(
        200,
        lookups.current(subject).orElseThrow(() -> UploadProblems.noAvatar().toException()),
        request);
  }

  @GetMapping("/versions")
  ResponseEntity<AvatarView.Versions> versions(
      @PathVariable String subject, HttpServletRequest request) {
    accounts.requireFor(request, subject, Action.READ);
    String base = addresses.base(request);
    List<AvatarView.Json> versions =
        lookups.history(subject).stream().map(version -> AvatarView.of(version, base)).toList();
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(new AvatarView.Versions(versions));
  }

  @PostMapping("/revert")
  ResponseEntity<AvatarView.Json> revert(
      @PathVariable String subject,
      @RequestParam(required = false) @Nullable String version,
      HttpServletRequest request) {
    Caller caller = accounts.requireFor(request, subject, Action.REVERT);
    requireUnconditional(request);
    Optional<VersionId> wanted = Optional.ofNullable(version).map(AvatarController::versionId);
    return answer(
        200,
        changes
            .revert(subject, wanted, actor(caller, request))
            .orElseThrow(() -> UploadProblems.nothingToRevert().toException()),
        request);
  }

  private static VersionId versionId(String text) {
    return VersionId.parse(text)
        .orElseThrow(
            () ->
                CommonProblems.badRequest(
                        "Give version as the 32 digits of one of the subject's versions.")
                    .toException());
  }

  @DeleteMapping
  ResponseEntity<ErasureCertificate> delete(
      @PathVariable String subject,
      @RequestParam(defaultValue = "false") boolean erase,
      HttpServletRequest request) {
    Caller caller = accounts.requireFor(request, subject, erase ? Action.ERASE : Action.DELETE);
    requireUnconditional(request);
    Actor actor = actor(caller, request);
    if (!erase) {
      changes.delete(subject, actor);
      return ResponseEntity.noContent().cacheControl(CacheControl.noStore()).build();
    }
    VersionChanges.Erasure erasure = changes.erase(subject, actor);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(certificates.find(erasure.id()).orElseThrow());
  }

  private ResponseEntity<AvatarView.Json> answer(
      int status, Version version, HttpServletRequest request) {
    return ResponseEntity.status(status)
        .cacheControl(CacheControl.noStore())
        .body(AvatarView.of(version, addresses.base(request)));
  }

  /** The upload that a request asks for. */
  private static UploadAvatar.Request asked(
      String subject, Caller caller, HttpServletRequest request) {
    return asked(subject, caller, request, actor(caller, request));
  }

  /** The same for what was allowed before, as the finish of a ticket. */
  static UploadAvatar.Request allowed(String subject, Caller caller, HttpServletRequest request) {
    return asked(subject, caller, request, Actor.of(caller.auditName(), request, Optional.empty()));
  }

  private static UploadAvatar.Request asked(
      String subject, Caller caller, HttpServletRequest request, Actor actor) {
    return new UploadAvatar.Request(
        subject,
        idempotencyKey(request),
        actor,
        UploadIntake.attempt(subject, caller, Optional.ofNullable(request.getRemoteAddr()), 0)
            .names());
  }

  /** A condition that is not understood must not be taken for one that holds. */
  private static void requireUnconditional(HttpServletRequest request) {
    for (String condition : CONDITIONS) {
      if (request.getHeader(condition) != null) {
        throw CommonProblems.badRequest(
                "Changes cannot be made to depend on "
                    + condition
                    + ". Send the change without it; an Idempotency-Key makes it safe to repeat.")
            .toException();
      }
    }
  }

  /** The caller's name for its upload. */
  private static Optional<String> idempotencyKey(HttpServletRequest request) {
    Optional<String> key = Optional.ofNullable(request.getHeader("Idempotency-Key"));
    if (key.isPresent() && !IDEMPOTENCY_KEY.matcher(key.get()).matches()) {
      throw CommonProblems.badRequest(
              "Use 1 to 255 visible ASCII characters as Idempotency-Key, such as a random UUID.")
          .toException();
    }
    return key;
  }

  /** Who is written into the audit. */
  static Actor actor(Caller caller, HttpServletRequest request) {
    return Actor.of(
        caller.auditName(),
        request,
        caller instanceof Caller.TokenHolder holder
            ? Optional.of(
                new Actor.Grant(
                    holder.terms().issuedAt(), holder.terms().expiresAt(), holder.terms().once()))
            : Optional.empty());
  }
}
