package io.cameo.service.accounts;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who a request comes from, once its credential has been verified. */
public sealed interface Caller {

  /** How this caller is named in the audit log: the kind of credential, never the credential. */
  String auditName();

  /** Whether this caller may act for this subject at all. */
  boolean mayActFor(String subject);

  /** Whether this caller may do this to a subject that it may act for. */
  boolean may(Action action);

  /** Whether this caller may use the addresses of this scope. */
  default boolean holds(KeyScope scope) {
    return false;
  }

  /** Largest picture in bytes that this caller may send. */
  default long mostBytes() {
    return Long.MAX_VALUE;
  }

  /** Whether who is named so in the audit log is the product's own back end. */
  static boolean isBackEnd(String auditName) {
    return auditName.equals(Admin.NAME) || auditName.startsWith(ApiKey.ACTOR);
  }

  /** The product's own back end with the admin key. */
  record Admin() implements Caller {

    private static final String NAME = "admin";

    @Override
    public String auditName() {
      return NAME;
    }

    @Override
    public boolean mayActFor(String subject) {
      return true;
    }

    @Override
    public boolean may(Action action) {
      return true;
    }

    @Override
    public boolean holds(KeyScope scope) {
      return true;
    }
  }

  /** The product's own back end with a key of its own. */
  record KeyHolder(ApiKey key) implements Caller {
    @Override
    public String auditName() {
      return ApiKey.ACTOR + key.id();
    }

    @Override
    public boolean mayActFor(String subject) {
      return subject.startsWith(key.subjects());
    }

    @Override
    public boolean may(Action action) {
      return key.holds(action == Action.READ ? KeyScope.READ : KeyScope.WRITE);
    }

    @Override
    public boolean holds(KeyScope scope) {
      return key.holds(scope);
    }
  }

  /**
   * A browser with an upload token.
   *
   * @param token name of the token, from which it cannot be made
   */
  record TokenHolder(String subject, String token, TokenTerms terms) implements Caller {
    @Override
    public String auditName() {
      return terms.key().map(id -> "token of " + ApiKey.ACTOR + id).orElse("token");
    }

    @Override
    public boolean mayActFor(String other) {
      return subject.equals(other);
    }

    @Override
    public boolean may(Action action) {
      return terms.actions().contains(action);
    }

    @Override
    public long mostBytes() {
      return terms.maxBytes().orElse(Long.MAX_VALUE);
    }
  }

  /**
   * What a token was made for.
   *
   * @param maxBytes largest picture, when it is bounded
   * @param once the name of its only use, when it has only one
   * @param key id of the API key it was made with; empty for the admin key
   */
  record TokenTerms(
      Instant issuedAt,
      Instant expiresAt,
      Set<Action> actions,
      Optional<Long> maxBytes,
      Optional<UUID> once,
      Optional<String> key) {

    public TokenTerms {
      actions = Set.copyOf(actions);
    }
  }

  /** A user with a token of the product's identity provider. */
  record ProviderUser(String subject) implements Caller {
    @Override
    public String auditName() {
      return "jwt";
    }

    @Override
    public boolean mayActFor(String other) {
      return subject.equals(other);
    }

    @Override
    public boolean may(Action action) {
      return true;
    }
  }
}
