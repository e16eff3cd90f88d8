package io.cameo.service.access;

import io.cameo.service.accounts.Accounts;
import io.cameo.service.accounts.ApiKey;
import io.cameo.service.accounts.Caller;
import io.cameo.service.accounts.KeyBook;
import io.cameo.service.accounts.KeyLine;
import io.cameo.service.accounts.KeyScope;
import io.cameo.service.accounts.KeyWish;
import io.cameo.service.catalogue.Actor;
import io.cameo.service.catalogue.AuditTrail;
import io.cameo.service.http.CommonProblems;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import io.cameo.service.settings.BadWishException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** API keys as an operator sees, makes, rotates and revokes them. */
@RestController
@RequestMapping("/v1/admin/keys")
final class KeyController {

  private final Accounts accounts;
  private final KeyBook book;
  private final AuditTrail audit;

  KeyController(Accounts accounts, KeyBook book, AuditTrail audit) {
    this.accounts = accounts;
    this.book = book;
    this.audit = audit;
  }

  /**
   * A key as it is asked for.
   *
   * @param seconds how long it is to be good; absent until it is revoked
   * @param subjects how the subjects begin that it may act for; absent for all
   */
  record Wanted(
      @Nullable String name,
      @Nullable List<String> scopes,
      @Nullable Long seconds,
      @Nullable String subjects) {}

  /**
   * @param overlapSeconds how long the old key stays good
   */
  record Rotation(@Nullable Long overlapSeconds) {}

  record Keys(List<KeyLine> keys) {}

  @GetMapping
  ResponseEntity<Keys> list(HttpServletRequest request) {
    accounts.requireScope(request, KeyScope.ADMIN);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(new Keys(book.list().stream().map(KeyLine::of).toList()));
  }

  @PostMapping(consumes = "application/json")
  ResponseEntity<KeyLine> add(@RequestBody Wanted wanted, HttpServletRequest request) {
    Actor actor = operator(request);
    return sensible(
        () -> {
          KeyWish wish =
              KeyWish.of(
                  wanted.name() == null ? "" : wanted.name(),
                  wanted.scopes() == null
                      ? List.of()
                      : wanted.scopes().stream().map(String::valueOf).toList(),
                  Optional.ofNullable(wanted.seconds()).map(Duration::ofSeconds),
                  wanted.subjects() == null ? "" : wanted.subjects());
          return made(book.add(wish, key -> note(actor, "add " + key.id())));
        });
  }

  private static <T> T sensible(Supplier<T> work) {
    try {
      return work.get();
    } catch (BadWishException nonsense) {
      throw CommonProblems.badRequest(
              nonsense.sentence() + " See docs/operations/keys.md for what a key may be.")
          .toException();
    }
  }

  @PostMapping(path = "/{id}/rotate", consumes = "application/json")
  ResponseEntity<KeyLine> rotate(
      @PathVariable String id, @RequestBody Rotation wanted, HttpServletRequest request) {
    Actor actor = operator(request);
    long overlap =
        wanted.overlapSeconds() == null
            ? KeyBook.USUAL_OVERLAP.toSeconds()
            : wanted.overlapSeconds();
    if (overlap < 0 || overlap > KeyBook.LONGEST_OVERLAP.toSeconds()) {
      throw CommonProblems.badRequest(
              "Give overlapSeconds as a whole number from 0 to "
                  + KeyBook.LONGEST_OVERLAP.toSeconds()
                  + ".")
          .toException();
    }
    return sensible(
        () ->
            made(
                book.rotate(
                        id,
                        Duration.ofSeconds(overlap),
                        key -> note(actor, "rotate " + id + " to " + key.id()))
                    .orElseThrow(KeyController::noKey)));
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Void> revoke(@PathVariable String id, HttpServletRequest request) {
    Actor actor = operator(request);
    if (!book.revoke(id, () -> note(actor, "revoke " + id))) {
      throw noKey();
    }
    return ResponseEntity.noContent().cacheControl(CacheControl.noStore()).build();
  }

  private Actor operator(HttpServletRequest request) {
    Caller caller = accounts.requireScope(request, KeyScope.ADMIN);
    return Actor.of(caller.auditName(), request, Optional.empty());
  }

  private void note(Actor actor, String words) {
    audit.writeOperation(actor, "keys", words, Optional.empty());
  }

  private static ResponseEntity<KeyLine> made(KeyBook.Made made) {
    ApiKey key = made.key();
    return ResponseEntity.status(201)
        .cacheControl(CacheControl.noStore())
        .body(KeyLine.of(key).with(made.text()));
  }

  private static ProblemException noKey() {
    return Problem.of(
            404,
            "no-key",
            "No such key",
            "There is no good API key with this id. Use an id of GET /v1/admin/keys.")
        .toException();
  }
}
