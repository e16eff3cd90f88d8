package io.cameo.service.accounts;

import io.cameo.service.accounts.RefusedLogins.Kind;
import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Finds out who a request comes from and whether it may do what it asks. */
public final class Accounts {

  /** Longer credentials are refused unread. */
  private static final int LONGEST_CREDENTIAL = 8_192;

  private final AdminKey adminKey;
  private final KeyBook keys;
  private final UploadTokens tokens;
  private final Optional<JwtDecoder> provider;
  private final RefusedLogins refused;

  Accounts(
      AdminKey adminKey,
      KeyBook keys,
      UploadTokens tokens,
      Optional<JwtDecoder> provider,
      RefusedLogins refused) {
    this.adminKey = adminKey;
    this.keys = keys;
    this.tokens = tokens;
    this.provider = provider;
    this.refused = refused;
  }

  /** The caller, who must be allowed to do this to the avatar of the subject, which must be one. */
  public Caller requireFor(HttpServletRequest request, String subject, Action action) {
    Caller caller = require(request);
    Subjects.require(subject);
    requireMayActFor(caller, subject);
    return requireMay(caller, action);
  }

  /** The caller, who must be allowed to do this to some subject; to which is still to be asked. */
  public Caller requireAny(HttpServletRequest request, Action action) {
    return requireMay(require(request), action);
  }

  /** The caller, who must be allowed to use the addresses of this scope. */
  public Caller requireScope(HttpServletRequest request, KeyScope scope) {
    Caller caller = require(request);
    if (caller.holds(scope)) {
      return caller;
    }
    throw forbidden(
            "Use the admin key or an API key with the scope "
                + scope.word()
                + ": this address takes no other credential.")
        .toException();
  }

  /** Refuses a caller that may not act for the subject. */
  public static void requireMayActFor(Caller caller, String subject) {
    if (!caller.mayActFor(subject)) {
      throw forbidden("This credential is for another subject. Use one for this subject.")
          .toException();
    }
  }

  private static Caller requireMay(Caller caller, Action action) {
    if (!caller.may(action)) {
      throw forbidden(
              "This credential is not made for this: it lacks the action "
                  + action.word()
                  + ". Use one that was made for it.")
          .toException();
    }
    return caller;
  }

  private Caller require(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null) {
      throw unauthorized(
              "Send the header Authorization: Bearer with the admin key, an upload token or a"
                  + " token of your identity provider.")
          .toException();
    }
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7) || header.length() > LONGEST_CREDENTIAL) {
      refused.note(Kind.MALFORMED, request);
      throw unauthorized("Send an Authorization header of the word Bearer and a credential.")
          .toException();
    }
    String credential = header.substring(7).strip();
    try {
      return identify(credential);
    } catch (ProblemException no) {
      if (no.problem().status() == 401) {
        refused.note(kind(credential), request);
      }
      throw no;
    }
  }

  private static Kind kind(String credential) {
    if (credential.startsWith(UploadTokens.PREFIX)) {
      return Kind.UPLOAD_TOKEN;
    }
    return credential.indexOf('.') > 0 ? Kind.PROVIDER_TOKEN : Kind.KEY;
  }

  private Caller identify(String credential) {
    if (credential.startsWith(UploadTokens.PREFIX)) {
      return tokens
          .verify(credential)
          .<Caller>map(holder -> holder)
          .orElseThrow(
              () ->
                  unauthorized("This upload token is not valid or has expired. Get a new one.")
                      .toException());
    }
    if (adminKey.matches(credential)) {
      return new Caller.Admin();
    }
    Optional<ApiKey> key = keys.find(credential);
    if (key.isPresent()) {
      return new Caller.KeyHolder(key.get());
    }
    if (provider.isPresent() && credential.indexOf('.') > 0) {
      return fromProvider(provider.get(), credential);
    }
    throw unauthorized("This credential is not known here. Use the admin key or get a new token.")
        .toException();
  }

  private static Caller fromProvider(JwtDecoder decoder, String credential) {
    try {
      Jwt token = decoder.decode(credential);
      String subject = token.getSubject();
      if (subject == null || !Subjects.isSubject(subject)) {
        throw unauthorized("The token's sub must have the form of a subject.").toException();
      }
      return new Caller.ProviderUser(subject);
    } catch (BadJwtException refused) {
      throw unauthorized("This token is not valid here or has expired. Get a new one.")
          .toException();
    } catch (JwtException providerAway) {
      throw Problem.of(
              503,
              "identity-provider-unavailable",
              "The identity provider does not answer",
              "The token cannot be verified at the moment. Try again in a few seconds.")
          .retryAfter(Duration.ofSeconds(5))
          .toException();
    }
  }

  private static Problem unauthorized(String detail) {
    return Problem.of(401, "unauthorized", "Who are you?", detail);
  }

  private static Problem forbidden(String detail) {
    return Problem.of(403, "forbidden", "Not allowed", detail);
  }
}
