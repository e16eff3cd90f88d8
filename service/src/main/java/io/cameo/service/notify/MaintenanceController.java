package io.cameo.service.notify;

import io.cameo.service.accounts.Accounts;
import io.cameo.service.accounts.KeyScope;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.settings.BadWishException;
import io.cameo.service.switches.NoticeKind;
import io.cameo.service.switches.NoticeWish;
import io.cameo.service.switches.SwitchBook;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What users are told, as an operator sees and changes it while the service runs. */
@RestController
@RequestMapping("/v1/admin/maintenance")
final class MaintenanceController {

  private final Accounts accounts;
  private final SwitchBook book;
  private final NoticeDesk desk;

  MaintenanceController(Accounts accounts, SwitchBook book, NoticeDesk desk) {
    this.accounts = accounts;
    this.book = book;
    this.desk = desk;
  }

  /**
   * What is to be said, whole: what is left out of a change is not kept.
   *
   * @param kind {@code maintenance}, which it is when this is absent, or {@code incident}
   * @param from and until: moments such as 2026-12-01T12:00:00Z
   * @param seconds how long it lasts, in the place of until
   */
  record Wanted(
      @Nullable Boolean on,
      @Nullable String kind,
      @Nullable String message,
      @Nullable String from,
      @Nullable String until,
      @Nullable Long seconds,
      @Nullable Boolean readOnly) {}

  @GetMapping
  ResponseEntity<MaintenanceReport> show(HttpServletRequest request) {
    accounts.requireScope(request, KeyScope.SWITCHES);
    book.load();
    return answer();
  }

  @PutMapping(consumes = "application/json")
  ResponseEntity<MaintenanceReport> change(@RequestBody Wanted wanted, HttpServletRequest request) {
    Actor actor =
        Actor.of(
            accounts.requireScope(request, KeyScope.SWITCHES).auditName(),
            request,
            Optional.empty());
    try {
      if (wanted.on() == null) {
        throw new BadWishException("Say whether it is to be on.");
      }
      if (wanted.on()) {
        desk.say(wish(wanted), actor);
      } else {
        desk.end(actor);
      }
    } catch (BadWishException nonsense) {
      throw CommonProblems.badRequest(
              nonsense.sentence() + " docs/operations/maintenance.md shows what can be said.")
          .toException();
    }
    return answer();
  }

  private static NoticeWish wish(Wanted wanted) {
    String kind = wanted.kind() == null ? NoticeKind.MAINTENANCE.word() : wanted.kind();
    return new NoticeWish(
        NoticeKind.of(kind)
            .orElseThrow(() -> new BadWishException("The kind is maintenance or incident.")),
        wanted.message() == null ? "" : wanted.message(),
        moment(wanted.from()),
        moment(wanted.until()),
        Optional.ofNullable(wanted.seconds()).map(Duration::ofSeconds),
        Boolean.TRUE.equals(wanted.readOnly()));
  }

  private static Optional<Instant> moment(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    } catch (DateTimeException none) {
      throw new BadWishException("Write a moment as in 2026-12-01T12:00:00Z.");
    }
  }

  private ResponseEntity<MaintenanceReport> answer() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(MaintenanceReport.of(book.notice()));
  }
}
