package io.cameo.service.upload;

import io.cameo.service.accounts.Accounts;
import io.cameo.service.accounts.Caller;
import io.cameo.service.accounts.KeyScope;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.AuditTrail;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.settings.BadWishException;
import io.cameo.service.switches.SwitchBook;
import io.cameo.service.switches.SwitchChange;
import io.cameo.service.switches.SwitchReport;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The switches as an operator sees and throws them while the service runs. */
@RestController
@RequestMapping("/v1/admin/switches")
final class SwitchController {

  private final Accounts accounts;
  private final SwitchBook book;
  private final AuditTrail audit;

  SwitchController(Accounts accounts, SwitchBook book, AuditTrail audit) {
    this.accounts = accounts;
    this.book = book;
    this.audit = audit;
  }

  /**
   * One change.
   *
   * @param subject whose uploads are meant; absent for all
   * @param seconds after which it goes back by itself; absent until it is switched again
   */
  record Wanted(
      @Nullable String name,
      @Nullable Boolean on,
      @Nullable String subject,
      @Nullable String reason,
      @Nullable Long seconds) {}

  @GetMapping
  ResponseEntity<SwitchReport> show(HttpServletRequest request) {
    accounts.requireScope(request, KeyScope.SWITCHES);
    book.load();
    return answer();
  }

  @PutMapping(consumes = "application/json")
  ResponseEntity<SwitchReport> change(@RequestBody Wanted wanted, HttpServletRequest request) {
    Caller caller = accounts.requireScope(request, KeyScope.SWITCHES);
    Actor actor = AvatarController.actor(caller, request);
    try {
      SwitchChange change = change(wanted);
      book.change(
          change,
          actor.name(),
          () -> audit.writeOperation(actor, "switch", change.words(), change.subject()));
    } catch (BadWishException nonsense) {
      throw CommonProblems.badRequest(
              nonsense.sentence() + " Give name, on, and a reason for what is not usual.")
          .toException();
    }
    return answer();
  }

  private static SwitchChange change(Wanted wanted) {
    if (wanted.on() == null) {
      throw new BadWishException("Say whether it is to be on.");
    }
    return SwitchChange.of(
        wanted.name() == null ? "" : wanted.name(),
        Optional.ofNullable(wanted.subject()),
        wanted.on(),
        wanted.reason() == null ? "" : wanted.reason(),
        Optional.ofNullable(wanted.seconds()).map(Duration::ofSeconds));
  }

  private ResponseEntity<SwitchReport> answer() {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(SwitchReport.of(book));
  }
}
