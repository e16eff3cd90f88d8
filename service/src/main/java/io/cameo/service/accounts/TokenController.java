package io.cameo.service.accounts;

import io.cameo.service.http.CommonProblems;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
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

  TokenController(Accounts accounts, UploadTokens tokens) {
    this.accounts = accounts;
    this.tokens = tokens;
  }

  record Wanted(@Nullable String subject, @Nullable Long ttlSeconds) {}

  @PostMapping(path = "/v1/tokens", consumes = "application/json")
  ResponseEntity<UploadTokens.Issued> issue(
      @RequestBody Wanted wanted, HttpServletRequest request) {
    accounts.requireAdmin(request);
    String subject = Subjects.require(wanted.subject() == null ? "" : wanted.subject());
    long seconds = wanted.ttlSeconds() == null ? USUAL.toSeconds() : wanted.ttlSeconds();
    if (seconds < 1 || seconds > UploadTokens.LONGEST.toSeconds()) {
      throw CommonProblems.badRequest(
              "Give ttlSeconds as a whole number from 1 to "
                  + UploadTokens.LONGEST.toSeconds()
                  + ".")
          .toException();
    }
    return ResponseEntity.status(HttpStatus.CREATED)
        .cacheControl(CacheControl.noStore())
        .body(tokens.issue(subject, Duration.ofSeconds(seconds)));
  }
}
