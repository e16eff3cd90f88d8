package io.cameo.service.upload;

import io.cameo.service.accounts.Accounts;
import io.cameo.service.accounts.Caller;
import io.cameo.service.accounts.KeyScope;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.AuditTrail;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.limits.Holder;
import io.cameo.service.limits.LimitBook;
import io.cameo.service.limits.LimitChange;
import io.cameo.service.limits.LimitReport;
import io.cameo.service.settings.BadWishException;
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

/** The limits as an operator sees and changes them while the service runs. */
@RestController
@RequestMapping("/v1/admin/limits")
final class LimitController {

  private final Accounts accounts;
  private final LimitBook book;
  private final AuditTrail audit;

  LimitController(Accounts accounts, LimitBook book, AuditTrail audit) {
    this.accounts = accounts;
    this.book = book;
    this.audit = audit;
  }

  /**
   * One change.
   *
   * @param name a limit, or {@code blocked}
   * @param holder whom it is for, such as {@code subject=ann}; absent for all
   * @param amount the new amount; absent for the usual one
   * @param seconds with {@code blocked}: how long; absent lets the holder in again
   */
  record Wanted(
      @Nullable String name,
      @Nullable String holder,
      @Nullable Long amount,
      @Nullable Long seconds) {}

  @GetMapping
  ResponseEntity<LimitReport> show(HttpServletRequest request) {
    accounts.requireScope(request, KeyScope.LIMITS);
    book.load();
    return answer();
  }

  @PutMapping(consumes = "application/json")
  ResponseEntity<LimitReport> change(@RequestBody Wanted wanted, HttpServletRequest request) {
    Caller caller = accounts.requireScope(request, KeyScope.LIMITS);
    try {
      LimitChange change = change(wanted);
      Actor actor = AvatarController.actor(caller, request);
      book.change(
          change, () -> audit.writeOperation(actor, "limits", change.words(), change.subject()));
    } catch (BadWishException nonsense) {
      throw CommonProblems.badRequest(
              nonsense.sentence() + " Give a limit and an amount that it may have.")
          .toException();
    }
    return answer();
  }

  private static LimitChange change(Wanted wanted) {
    String name = wanted.name() == null ? "" : wanted.name();
    Optional<Holder> holder =
        Optional.ofNullable(wanted.holder())
            .map(
                text ->
                    Holder.parse(text)
                        .orElseThrow(
                            () ->
                                new BadWishException("A holder has a form such as subject=ann.")));
    return new LimitChange(
        name,
        holder,
        Optional.ofNullable(wanted.amount()),
        Optional.ofNullable(wanted.seconds()).map(Duration::ofSeconds));
  }

  private ResponseEntity<LimitReport> answer() {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(LimitReport.of(book));
  }
}
