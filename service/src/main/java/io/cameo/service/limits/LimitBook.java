package io.cameo.service.limits;

import io.cameo.service.database.ChangeFeed;
import io.cameo.service.settings.BadWishException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the operator has set, as this node knows it: the amounts of the settings, over them the rows
 * of the database. It hears of changes at once, and looks for itself every few seconds as well;
 * while the database is away, what was read last holds.
 */
public final class LimitBook {

  /** How a change is announced to all nodes. */
  static final String ANNOUNCEMENT = "limits changed";

  /** The name under which a row keeps a holder out. */
  static final String BLOCKED = "blocked";

  /** Exceptions and blocked holders that there may be: every node holds all of them. */
  static final int MOST_ROWS = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(LimitBook.class);

  private record Row(String name, String holder, long amount, Optional<Instant> until) {}

  private final LimitSettings settings;
  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private volatile LimitRules rules;

  LimitBook(LimitSettings settings, JdbcClient sql, TransactionTemplate transaction, Clock clock) {
    this.settings = settings;
    this.sql = sql;
    this.transaction = transaction;
    this.clock = clock;
    this.rules = new LimitRules(settings.amounts(), Map.of(), Map.of());
  }

  /** What holds now. */
  public LimitRules rules() {
    return rules;
  }

  /** Whether there are limits at all on this node. */
  public boolean isOn() {
    return settings.on();
  }

  /** The amount that holds when the operator sets nothing. */
  public long usual(Limit limit) {
    return settings.amounts().getOrDefault(limit, 0L);
  }

  /** Reads the rows; what they say holds from the return on. */
  public synchronized void load() {
    Map<Limit, Long> amounts = new EnumMap<>(settings.amounts());
    Map<Holder, Map<Limit, Long>> exceptions = new HashMap<>();
    Map<Holder, Instant> blocked = new HashMap<>();
    for (Row row : rows()) {
      Optional<Limit> limit = Limit.of(row.name());
      Optional<Holder> holder = Holder.parse(row.holder());
      if (row.name().equals(BLOCKED) && holder.isPresent()) {
        row.until().ifPresent(until -> blocked.put(holder.get(), until));
      } else if (limit.isPresent() && row.holder().isEmpty()) {
        amounts.put(limit.get(), row.amount());
      } else if (limit.isPresent() && holder.isPresent()) {
        exceptions
            .computeIfAbsent(holder.get(), one -> new EnumMap<>(Limit.class))
            .put(limit.get(), row.amount());
      } else {
        LOG.warn("The limit {} of the database is not known to this release", row.name());
      }
    }
    rules = new LimitRules(amounts, exceptions, blocked);
  }

  private List<Row> rows() {
    return sql.sql(
            "select name, holder, amount, until from limit_rule order by changed_at desc limit ?")
        .param(MOST_ROWS)
        .query(
            (row, index) ->
                new Row(
                    row.getString("name"),
                    row.getString("holder"),
                    row.getLong("amount"),
                    Optional.ofNullable(row.getTimestamp("until")).map(Timestamp::toInstant)))
        .list();
  }

  /** Reads the rows unless the database is away. */
  void look() {
    try {
      load();
    } catch (DataAccessException databaseAway) {
      LOG.warn("The limits that are set could not be read: {}", databaseAway.getMessage());
    }
  }

  /**
   * Changes what holds, on all nodes.
   *
   * @param alongside what else belongs to the change, such as its line in the audit log
   * @throws BadWishException with a sentence for the operator, when it makes no sense
   */
  public void change(LimitChange change, Runnable alongside) {
    change.require();
    transaction.executeWithoutResult(
        status -> {
          write(change);
          alongside.run();
          ChangeFeed.announce(sql, ANNOUNCEMENT);
        });
    load();
  }

  private void write(LimitChange change) {
    String holder = change.holder().map(Holder::text).orElse("");
    if (change.isRemoval()) {
      sql.sql("delete from limit_rule where name = ? and holder = ?")
          .params(change.name(), holder)
          .update();
      return;
    }
    int written =
        sql.sql(
                """
                insert into limit_rule (name, holder, amount, until)
                select ?, ?, ?, ?::timestamptz
                where (select count(*) from limit_rule where (name, holder) <> (?, ?)) < ?
                on conflict (name, holder) do update set amount = excluded.amount,
                  until = excluded.until, changed_at = clock_timestamp()
                """)
            .param(change.name())
            .param(holder)
            .param(change.amount().orElse(0L))
            .param(until(change))
            .param(change.name())
            .param(holder)
            .param(MOST_ROWS)
            .update();
    if (written == 0) {
      throw new BadWishException(
          "There are " + MOST_ROWS + " exceptions and blocked holders already. Remove some first.");
    }
  }

  private @org.jspecify.annotations.Nullable String until(LimitChange change) {
    return change.time().map(time -> clock.instant().plus(time).toString()).orElse(null);
  }

  /** Removes the rows of those whose time is up. */
  void forgetExpired() {
    sql.sql("delete from limit_rule where until <= ?::timestamptz")
        .param(clock.instant().toString())
        .update();
  }
}
