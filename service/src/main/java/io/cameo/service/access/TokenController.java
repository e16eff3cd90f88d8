package io.cameo.service.access;

import io.cameo.service.accounts.Accounts;
import io.cameo.service.accounts.Action;
import io.cameo.service.accounts.Caller;
import io.cameo.service.accounts.KeyScope;
import io.cameo.service.accounts.Subjects;
import io.cameo.service.accounts.UploadTokens;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.AuditTrail;
import io.cameo.service.http.CommonProblems;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Gives the product's back end tokens for its users' browsers. */
@RestController
final class TokenController {

  private static final Duration USUAL = Duration.ofMinutes(15);

  private final Accounts accounts;
  private final UploadTokens tokens;
  private final AuditTrail audit;

  TokenController(Accounts accounts, UploadTokens tokens, AuditTrail audit) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.audit = audit;
  }

  /**
   * A token as it is asked for.
   *
   * @param actions what it is to be good for; absent for everything
   * @param maxBytes largest picture; absent for the largest that is taken
   * @param singleUse whether it is to be good for one change only
   */
  record Wanted(
      @Nullable String subject,
      @Nullable Long ttlSeconds,
      @Nullable List<String> actions,
      @Nullable Long maxBytes,
      @Nullable Boolean singleUse) {}

  @PostMapping(path = "/v1/tokens", consumes = "application/json")
  ResponseEntity<UploadTokens.Issued> issue(
      @RequestBody Wanted wanted, HttpServletRequest request) {
    Caller caller = accounts.requireScope(request, KeyScope.TOKENS);
    UploadTokens.Wish wish = wish(wanted, caller);
    Accounts.requireMayActFor(caller, wish.subject());
    audit.writeOperation(
        Actor.of(caller.auditName(), request, Optional.empty()),
        "token",
        "done",
        Optional.of(wish.subject()));
    return ResponseEntity.status(HttpStatus.CREATED)
        .cacheControl(CacheControl.noStore())
        .body(tokens.issue(wish));
  }

  private static UploadTokens.Wish wish(Wanted wanted, Caller caller) {
    String subject = Subjects.require(wanted.subject() == null ? "" : wanted.subject());
    long seconds = wanted.ttlSeconds() == null ? USUAL.toSeconds() : wanted.ttlSeconds();
    if (seconds < 1 || seconds > UploadTokens.LONGEST.toSeconds()) {
      throw CommonProblems.badRequest(
              "Give ttlSeconds as a whole number from 1 to "
                  + UploadTokens.LONGEST.toSeconds()
                  + ".")
          .toException();
    }
    if (wanted.maxBytes() != null && wanted.maxBytes() < 1) {
      throw CommonProblems.badRequest("Give maxBytes as a whole number from 1 on, or leave it out.")
          .toException();
    }
    return new UploadTokens.Wish(
        subject,
        Duration.ofSeconds(seconds),
        wanted.actions() == null ? EnumSet.allOf(Action.class) : actions(wanted.actions()),
        Optional.ofNullable(wanted.maxBytes()),
        Boolean.TRUE.equals(wanted.singleUse()),
        caller instanceof Caller.KeyHolder holder
            ? Optional.of(holder.key().id())
            : Optional.empty());
  }

  private static Set<Action> actions(List<String> words) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (String word : words) {
      Action.of(String.valueOf(word)).ifPresent(actions::add);
    }
    if (actions.isEmpty() || actions.size() != words.size()) {
      throw CommonProblems.badRequest(
              "Give actions as a list of different words of " + Action.words() + ".")
          .toException();
    }
    return actions;
  }
}
