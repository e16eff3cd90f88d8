package io.cameo.service.catalogue;

import io.cameo.service.http.RequestIdFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.MDC;

/**
 * Who asks for a change and from where, for the audit line. Nothing in it is the caller's own word:
 * the name comes from a verified credential, the address from the connection or a trusted proxy,
 * and the request's id begins with one of ours.
 *
 * @param name kind of credential and its public name, such as {@code admin} or {@code token}
 * @param address network address, when known
 * @param requestId the request's id, when it has one
 * @param grant the upload token it comes with, when it is one
 */
public record Actor(
    String name, Optional<String> address, Optional<String> requestId, Optional<Grant> grant) {

  /**
   * What an upload token allows that only the database knows.
   *
   * @param once the name of its only use, when it has only one
   */
  public record Grant(Instant issuedAt, Instant expiresAt, Optional<UUID> once) {}

  /** One without an upload token. */
  public Actor(String name, Optional<String> address, Optional<String> requestId) {
    this(name, address, requestId, Optional.empty());
  }

  /** Whoever sends this request, by the name of its credential. */
  public static Actor of(String name, HttpServletRequest request, Optional<Grant> grant) {
    return new Actor(
        name,
        Optional.ofNullable(request.getRemoteAddr()),
        Optional.ofNullable(MDC.get(RequestIdFilter.MDC_KEY)),
        grant);
  }
}
