package io.cameo.service.catalogue;

import io.cameo.service.http.Problem;
import io.cameo.service.http.ProblemException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the database knows of upload tokens, which are verified without it: whether the only use of
 * one is used up, and whether its subject was erased after it was made.
 */
public final class TokenUses {

  /** Longer than clocks of nodes and of the database differ. */
  private static final Duration SLACK = Duration.ofMinutes(10);

  private final JdbcClient sql;

  TokenUses(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * Refuses a token that is used up or whose subject was erased since. A change that is let in
   * before an erasure has a lower number than it, and so takes no effect after it.
   */
  public void require(Actor actor, String subject) {
    if (actor.grant().isEmpty()) {
      return;
    }
    Actor.Grant grant = actor.grant().get();
    record Standing(boolean used, boolean erased) {}
    Standing standing =
        sql.sql(
                """
                select exists (select from token_use where id = cast(? as uuid)) as used,
                  exists (select from erasure
                    where subject_sha256 = ? and erased_at >= ?) as erased
                """)
            .param(grant.once().map(UUID::toString).orElse(null))
            .param(IdempotencyScope.ofErased(subject))
            .param(Timestamp.from(grant.issuedAt()))
            .query((row, index) -> new Standing(row.getBoolean(1), row.getBoolean(2)))
            .single();
    if (standing.erased()) {
      throw ended();
    }
    if (standing.used()) {
      throw used();
    }
  }

  /**
   * Refuses a token whose subject was erased since it was made, while the caller's transaction
   * holds the subject's lock: whoever comes anew after an erasure is nobody to whom old tokens
   * apply. While there is nothing that it could change it is let in, so that an erasure can be
   * repeated.
   */
  static void requireNotErased(JdbcClient sql, Actor actor, String subject) {
    if (actor.grant().isEmpty()) {
      return;
    }
    boolean erased =
        sql.sql(
                """
                select exists (select from erasure where subject_sha256 = ? and erased_at >= ?)
                  and exists (select from version
                    where subject = ? and state in ('LIVE', 'RETIRED'))
                """)
            .param(IdempotencyScope.ofErased(subject))
            .param(Timestamp.from(actor.grant().get().issuedAt()))
            .param(subject)
            .query(Boolean.class)
            .single();
    if (erased) {
      throw ended();
    }
  }

  /**
   * Uses the only use of a token, in the transaction of the change that it is used for: of changes
   * at the same time one is left, and one that comes to nothing uses nothing.
   */
  static void use(JdbcClient sql, Actor actor) {
    Optional<UUID> once = actor.grant().flatMap(Actor.Grant::once);
    if (once.isEmpty()) {
      return;
    }
    int used =
        sql.sql("insert into token_use (id, until) values (?, ?) on conflict (id) do nothing")
            .param(once.get())
            .param(Timestamp.from(actor.grant().get().expiresAt().plus(SLACK)))
            .update();
    if (used == 0) {
      throw used();
    }
  }

  private static ProblemException used() {
    return Problem.of(
            401,
            "token-used",
            "This upload token is used up",
            "This upload token was made for one change, which has been made. Get a new one.")
        .toException();
  }

  private static ProblemException ended() {
    return Problem.of(
            401,
            "token-ended",
            "This upload token has ended",
            "The avatar was erased after this upload token was made. Get a new one.")
        .toException();
  }
}
