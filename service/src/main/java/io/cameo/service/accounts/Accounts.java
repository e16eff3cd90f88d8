package io.cameo.service.accounts;

import io.cameo.service.http.Problem;
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
  private final UploadTokens tokens;
  private final Optional<JwtDecoder> provider;

  Accounts(AdminKey adminKey, UploadTokens tokens, Optional<JwtDecoder> provider) {
    this.adminKey = adminKey;
    this.tokens = tokens;
    this.provider = provider;
  }

  /** The caller, who must be allowed to act for the subject, which must be one. */
  public Caller requireFor(HttpServletRequest request, String subject) {
    Caller caller = require(request);
    Subjects.require(subject);
    if (!caller.mayActFor(subject)) {
      throw forbidden("This credential is for another subject. Use one for this subject.")
          .toException();
    }
    return caller;
  }

  /** The caller, who must hold the admin key. */
  public Caller requireAdmin(HttpServletRequest request) {
    Caller caller = require(request);
    if (caller instanceof Caller.Admin) {
      return caller;
    }
    throw forbidden("Use the admin key: this address takes no other credential.").toException();
  }

  /** The caller, whoever it is; what it may do is still to be asked. */
  public Caller requireAny(HttpServletRequest request) {
    return require(request);
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
      throw unauthorized("Send an Authorization header of the word Bearer and a credential.")
          .toException();
    }
    return identify(header.substring(7).strip());
  }

  private Caller identify(String credential) {
    if (credential.startsWith(UploadTokens.PREFIX)) {
      return tokens
          .verify(credential)
          .<Caller>map(subject -> new Caller.TokenHolder(subject, UploadTokens.name(credential)))
          .orElseThrow(
              () ->
                  unauthorized("This upload token is not valid or has expired. Get a new one.")
                      .toException());
    }
    if (adminKey.matches(credential)) {
      return new Caller.Admin();
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
