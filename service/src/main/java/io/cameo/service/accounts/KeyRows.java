package io.cameo.service.accounts;

import io.cameo.service.database.ChangeFeed;
import io.cameo.service.settings.BadWishException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of API keys. */
final class KeyRows {

  private static final String COLUMNS =
      " id, name, secret_sha256, scopes, subjects, created_at, life_seconds, expires_at, last_used,"
          + " revoked_at ";

  /** A list is for people. */
  private static final int LONGEST_LIST = 2_000;

  private final JdbcClient sql;

  KeyRows(JdbcClient sql) {
    this.sql = sql;
  }

  /** A key with what its secret is compared with. */
  record Stored(ApiKey key, byte[] secretSha256) {}

  /** Keys that nobody has revoked and that are good, or were within this time. */
  List<Stored> unrevoked(Duration past) {
    return sql.sql(
            "select"
                + COLUMNS
                + """
                from api_key where revoked_at is null
                  and (expires_at is null or expires_at > now() - make_interval(secs => ?))
                order by created_at limit ?
                """)
        .params(past.toSeconds(), LONGEST_LIST)
        .query((row, index) -> read(row))
        .list();
  }

  List<ApiKey> all() {
    return sql.sql("select" + COLUMNS + "from api_key order by created_at desc, id limit ?")
        .param(LONGEST_LIST)
        .query((row, index) -> read(row).key())
        .list();
  }

  Optional<ApiKey> one(String id) {
    return sql.sql("select" + COLUMNS + "from api_key where id = ?")
        .param(id)
        .query((row, index) -> read(row).key())
        .optional();
  }

  /** The same, and nobody else changes it before the end of the transaction. */
  Optional<ApiKey> lock(String id) {
    return sql.sql("select" + COLUMNS + "from api_key where id = ? for update")
        .param(id)
        .query((row, index) -> read(row).key())
        .optional();
  }

  private static Stored read(ResultSet row) throws SQLException {
    ApiKey key =
        new ApiKey(
            row.getString("id"),
            row.getString("name"),
            KeyScope.parse(row.getString("scopes")),
            row.getString("subjects"),
            new ApiKey.Times(
                row.getTimestamp("created_at").toInstant(),
                Optional.ofNullable(row.getObject("life_seconds", Long.class))
                    .map(Duration::ofSeconds),
                time(row, "expires_at"),
                time(row, "last_used"),
                time(row, "revoked_at")));
    return new Stored(key, row.getBytes("secret_sha256"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  /**
   * Adds a key, and forgets such as ended long ago. One that was made for a day at most, as a smoke
   * test makes them, is soon forgotten: when no token that it has made can be good any more.
   */
  void insert(KeyText text, KeyWish wish, int most) {
    sql.sql(
            """
            delete from api_key
            where least(revoked_at, expires_at) < now() - interval '400 days'
              or life_seconds <= 86400
                and least(revoked_at, expires_at) < now() - interval '1 day'
            """)
        .update();
    int inserted =
        sql.sql(
                """
                insert into api_key (id, name, secret_sha256, scopes, subjects, life_seconds, expires_at)
                select ?, ?, ?, ?, ?, wanted.life, now() + make_interval(secs => wanted.life)
                from (select cast(? as bigint) as life) wanted
                where (select count(*) from api_key where revoked_at is null
                  and (expires_at is null or expires_at > now())) < ?
                """)
            .params(text.id(), wish.name(), text.secretSha256(), KeyScope.write(wish.scopes()))
            .param(wish.subjects())
            .param(wish.life().map(Duration::toSeconds).orElse(null))
            .param(most)
            .update();
    if (inserted == 0) {
      throw new BadWishException("There are " + most + " good keys already. Revoke some first.");
    }
  }

  /** Lets a key end after this time, unless it ends before. */
  void endAfter(String id, Duration time) {
    sql.sql(
            """
            update api_key
            set expires_at = least(expires_at, now() + make_interval(secs => ?)) where id = ?
            """)
        .params(time.toSeconds(), id)
        .update();
  }

  boolean revoke(String id) {
    return sql.sql("update api_key set revoked_at = now() where id = ? and revoked_at is null")
            .param(id)
            .update()
        == 1;
  }

  void used(String id, Instant hour) {
    sql.sql(
            """
            update api_key set last_used = ?
            where id = ? and (last_used is null or last_used < ?)
            """)
        .params(Timestamp.from(hour), id, Timestamp.from(hour))
        .update();
  }

  void announce(String announcement) {
    ChangeFeed.announce(sql, announcement);
  }
}
