package io.cameo.service.catalogue;

import io.cameo.service.database.ChangeBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adds objects to versions that are shown already.
 *
 * <p>First their names are planned, then they are written and recorded while the row's lock is
 * held: a crash in between leaves names that may be in the store or not, which the next try writes
 * again and the reaper deletes with the version. An erasure waits for the write, so that nothing is
 * written behind its back.
 */
public final class Additions {

  /** As often one is tried before it is left to {@code rerender}. */
  private static final int MOST_TRIES = 10;

  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final VersionRows rows;
  private final Outboxes copies;
  private final ChangeBus bus;
  private final ToLongFunction<String> quota;

  /**
   * A version that is due.
   *
   * @param tries how often it was taken, with this time
   */
  public record Due(VersionId id, String subject, List<StoredObject> objects, int tries) {
    public Due {
      objects = List.copyOf(objects);
    }

    /** Whether nothing is tried again after a failure. */
    public boolean isLastTry() {
      return tries >= MOST_TRIES;
    }
  }

  /** What became of objects that were to be added. */
  public enum Added {
    DONE,
    /** The version is not shown any more, or is about to go. */
    GONE,
    /** The subject has no room for them. */
    NO_ROOM
  }

  /**
   * @param quota bytes that may be stored for a subject; 0 sets no limit
   */
  public Additions(
      JdbcClient sql,
      TransactionTemplate transaction,
      JsonMapper json,
      Outboxes copies,
      ChangeBus bus,
      ToLongFunction<String> quota) {
    this.sql = sql;
    this.transaction = transaction;
    this.rows = new VersionRows(json);
    this.copies = copies;
    this.bus = bus;
    this.quota = quota;
  }

  /**
   * Takes the version that has been due longest; nobody else gets it before the lease is over.
   *
   * @param lease after it, it is due again, should whoever took it have died
   */
  public Optional<Due> take(Duration lease) {
    return sql.sql(
            """
            with due as (
              select id from version
              where state = 'LIVE' and formats_at is not null and formats_at <= now()
              order by formats_at limit 1 for no key update skip locked
            )
            update version v
            set formats_at = now() + make_interval(secs => ?), formats_tries = formats_tries + 1
            from due where v.id = due.id
            returning v.id, v.subject, v.objects, v.formats_tries
            """)
        .param(seconds(lease))
        .query(
            (row, index) ->
                new Due(
                    new VersionId(row.getObject("id", UUID.class)),
                    row.getString("subject"),
                    rows.objects(row.getString("objects")),
                    row.getInt("formats_tries")))
        .optional();
  }

  /** Seconds for which the version has been due that waits longest; 0 when none does. */
  public double longestWait() {
    return sql.sql(
            """
            select coalesce(greatest(0, extract(epoch from now() - min(formats_at))), 0)
            from version where state = 'LIVE' and formats_at is not null
            """)
        .query(Double.class)
        .single();
  }

  /** It is tried again after this time. */
  public void later(VersionId id, Duration after) {
    sql.sql("update version set formats_at = now() + make_interval(secs => ?) where id = ?")
        .params(seconds(after), id.value())
        .update();
  }

  /** Nothing of it is due any more. */
  public void finish(VersionId id) {
    sql.sql("update version set formats_at = null, formats_tries = 0 where id = ?")
        .param(id.value())
        .update();
  }

  /**
   * Writes objects and records them.
   *
   * @param more what is to be written; none of these names is recorded yet
   * @param write puts them into the store and says what is there now; a failure changes no record
   */
  public Added add(VersionId id, List<StoredObject> more, Supplier<List<StoredObject>> write) {
    List<String> names = more.stream().map(StoredObject::name).toList();
    if (!plan(id, names)) {
      return Added.GONE;
    }
    return transaction.execute(
        status -> {
          Optional<Held> held = hold(id);
          if (held.isEmpty()) {
            return Added.GONE;
          }
          if (!hasRoom(held.get().subject(), more)) {
            return Added.NO_ROOM;
          }
          record(id, held.get(), write.get());
          announce(id, held.get().subject());
          return Added.DONE;
        });
  }

  private boolean plan(VersionId id, List<String> names) {
    return sql.sql(
                """
                update version
                set planned = array(select distinct unnest(planned || string_to_array(?, ' ')))
                where id = ? and state in ('LIVE', 'RETIRED')
                  and (delete_after is null or delete_after > now())
                """)
            .params(String.join(" ", names), id.value())
            .update()
        == 1;
  }

  private record Held(String subject, List<StoredObject> objects) {}

  /** What reads the row to copy its objects elsewhere is not kept waiting. */
  private Optional<Held> hold(VersionId id) {
    return sql.sql(
            """
            select subject, objects from version
            where id = ? and state in ('LIVE', 'RETIRED')
              and (delete_after is null or delete_after > now())
            for no key update
            """)
        .param(id.value())
        .query(
            (row, index) ->
                new Held(row.getString("subject"), rows.objects(row.getString("objects"))))
        .optional();
  }

  private boolean hasRoom(String subject, Collection<StoredObject> more) {
    return sql.sql("select subject_has_room(?, ?, ?)")
        .params(
            subject, more.stream().mapToLong(StoredObject::bytes).sum(), quota.applyAsLong(subject))
        .query(Boolean.class)
        .single();
  }

  private void record(VersionId id, Held held, List<StoredObject> more) {
    List<String> names = more.stream().map(StoredObject::name).toList();
    List<StoredObject> all = new ArrayList<>(held.objects());
    all.removeIf(object -> names.contains(object.name()));
    all.addAll(more);
    sql.sql(
            """
            update version
            set objects = ?::jsonb,
              planned = array(select unnest(planned) except select unnest(string_to_array(?, ' ')))
            where id = ?
            """)
        .params(rows.write(all), String.join(" ", names), id.value())
        .update();
    for (String region : copies.regions()) {
      sql.sql(
              """
              insert into region_copy (region, version) values (?, ?)
              on conflict (region, version) do update set due_at = now(), failures = 0
              """)
          .params(region, id.value())
          .update();
    }
  }

  private void announce(VersionId id, String subject) {
    bus.announce(sql, VersionChanges.versionChanged(id));
    bus.announce(sql, VersionChanges.subjectChanged(subject));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
