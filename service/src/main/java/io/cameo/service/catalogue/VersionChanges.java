package io.cameo.service.catalogue;

import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.ChangeFeed;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything that changes a subject's versions. Each change is one transaction that begins with the
 * lock of the subject's row, so that the changes of one subject form one order.
 */
public final class VersionChanges {

  private static final HexFormat HEX = HexFormat.of();

  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final VersionRows rows;
  private final Intents intents;
  private final AuditTrail audit;
  private final CatalogueSettings settings;
  private final ChangeBus bus;
  private final Outboxes outboxes;
  private final String makeLive;

  VersionChanges(
      JdbcClient sql,
      TransactionTemplate transaction,
      JsonMapper json,
      AuditTrail audit,
      CatalogueSettings settings,
      ChangeBus bus,
      Outboxes outboxes) {
    this.sql = sql;
    this.transaction = transaction;
    this.rows = new VersionRows(json);
    this.intents = new Intents(sql, rows, settings.intentLife());
    this.audit = audit;
    this.settings = settings;
    this.bus = bus;
    this.outboxes = outboxes;
    this.makeLive = outboxes.makeLive();
  }

  /** The same for a subject that has no quota. */
  public Instant intend(Intent intent) {
    return intend(intent, 0);
  }

  /**
   * Records what is about to be written, and commits. From here on the reaper knows of it.
   *
   * @param quota bytes that may be stored for the subject, with those to be written; 0 sets none
   * @return when it was recorded, by the database's clock
   * @throws QuotaExceededException when there is no room; nothing was recorded
   */
  public Instant intend(Intent intent, long quota) {
    return intents.record(intent, quota);
  }

  /**
   * An Idempotency-Key that is to be remembered together with a change.
   *
   * @param scope from {@link IdempotencyScope}
   * @param requestSha256 lower-case hexadecimal digest of what was asked
   */
  public record Remembered(byte[] scope, String requestSha256, int status) {}

  /** Makes an intended version the current one and retires the one before it, or does nothing. */
  public Published publish(Intent intent, Optional<Remembered> remembered, Actor actor) {
    return transaction.execute(
        status -> {
          Published published = publishLocked(intent, remembered, actor);
          if (published != Published.DONE) {
            status.setRollbackOnly();
          }
          return published;
        });
  }

  private Published publishLocked(Intent intent, Optional<Remembered> remembered, Actor actor) {
    VersionId id = intent.id();
    TokenUses.use(sql, actor);
    Advance advance = advance(intent.subject(), intent.order(), Optional.of(id));
    if (advance == Advance.LATE) {
      return Published.SUPERSEDED;
    }
    if (remembered.isPresent() && !remember(remembered.get(), id)) {
      return Published.KEY_TAKEN;
    }
    if (advance == Advance.DONE) {
      retireCurrent(intent.subject());
    }
    return makeLive(intent, actor, "upload") ? Published.DONE : Published.EXPIRED;
  }

  /**
   * Puts an intended version in the place of the one that it was made from again, which is retired.
   * It takes over that one's place among the subject's changes, so that no upload comes too late
   * because of it.
   *
   * @return false when that one is not current any more, or the intent is too old; nothing was
   *     changed
   */
  public boolean replace(VersionId old, Intent intent, Actor actor) {
    return transaction.execute(
        status -> {
          boolean replaced =
              sql.sql(
                          """
                          update subject set current_version = ?, updated_at = now()
                          where subject = ? and current_version = ?
                          """)
                      .params(intent.id().value(), intent.subject(), old.value())
                      .update()
                  == 1;
          if (replaced) {
            retireCurrent(intent.subject());
            replaced = makeLive(intent, actor, "rerender");
          }
          if (!replaced) {
            status.setRollbackOnly();
          }
          return replaced;
        });
  }

  /**
   * Makes an intended version the current one, writes its line and announces it: one call of the
   * database, because every upload makes it.
   *
   * @return false when the intent is too old; nothing was changed
   */
  private boolean makeLive(Intent intent, Actor actor, String action) {
    String announcement = subjectChanged(intent.subject());
    boolean made =
        sql.sql(makeLive)
                .param(intent.id().value())
                .param(action)
                .param(actor.name())
                .param(actor.address().orElse(null))
                .param(actor.requestId().orElse(null))
                .params(outboxes.regions())
                .params(ChangeFeed.CHANNEL, announcement)
                .query((row, index) -> index)
                .list()
                .size()
            == 1;
    if (made) {
      bus.announced(announcement);
    }
    return made;
  }

  /**
   * Remembers what an Idempotency-Key came to, also when its upload changed nothing.
   *
   * @return false when it is in use already; it is left as it is
   */
  public boolean remember(Remembered key, VersionId id) {
    return sql.sql(
                """
                insert into idempotency (scope, request_sha256, version, status)
                values (?, ?, ?, ?) on conflict (scope) do nothing
                """)
            .params(key.scope(), HEX.parseHex(key.requestSha256()), id.value(), key.status())
            .update()
        == 1;
  }

  /**
   * Makes an earlier picture current again: the named one, else the one before the current, else,
   * after a deletion, the one that was deleted.
   *
   * @return the version that is current now; empty when there is none to go back to
   */
  public Optional<Version> revert(String subject, Optional<VersionId> wanted, Actor actor) {
    return transaction.execute(
        status -> {
          TokenUses.use(sql, actor);
          lock(sql, subject);
          TokenUses.requireNotErased(sql, actor, subject);
          long order = nextOrder();
          Optional<Version> target = target(subject, wanted);
          if (target.isEmpty()) {
            status.setRollbackOnly();
            return Optional.empty();
          }
          advance(subject, order, target.map(Version::id));
          retireCurrent(subject);
          UUID id = target.get().id().value();
          sql.sql(
                  """
                  update version
                  set state = 'LIVE', delete_after = null, retired_at = null, withdrawn = false
                  where id = ?
                  """)
              .param(id)
              .update();
          audit.write(actor, "revert", "done", subject, target.map(Version::id));
          outboxes.cdn().changed(sql, subject);
          announce(subjectChanged(subject));
          announce(versionChanged(target.get().id()));
          return sql.sql("select " + VersionRows.COLUMNS + "from version v where v.id = ?")
              .param(id)
              .query(rows::read)
              .optional();
        });
  }

  private Optional<Version> target(String subject, Optional<VersionId> wanted) {
    return sql.sql(
            "select "
                + VersionRows.COLUMNS
                + """
                from version v
                left join version c on c.subject = v.subject and c.state = 'LIVE'
                where v.subject = :subject and v.state = 'RETIRED' and v.delete_after > now()
                  and (cast(:wanted as uuid) is null or v.id = cast(:wanted as uuid))
                  and (cast(:wanted as uuid) is not null or c.id is null
                    or (v.change_order < c.change_order and not v.withdrawn))
                order by case when c.id is null then v.retired_at end desc nulls last,
                  v.change_order desc
                limit 1
                for update of v
                """)
        .param("subject", subject)
        .param("wanted", wanted.map(VersionId::value).orElse(null))
        .query(rows::read)
        .optional();
  }

  /** Removes the subject's picture; it can come back within the grace time. */
  public void delete(String subject, Actor actor) {
    transaction.executeWithoutResult(
        status -> {
          TokenUses.use(sql, actor);
          lock(sql, subject);
          TokenUses.requireNotErased(sql, actor, subject);
          long order = nextOrder();
          advance(subject, order, Optional.empty());
          retireCurrent(subject);
          List<UUID> hidden =
              sql.sql(
                      """
                      update version set withdrawn = true
                      where subject = ? and state = 'RETIRED' and not withdrawn
                      returning id
                      """)
                  .param(subject)
                  .query(UUID.class)
                  .list();
          audit.write(actor, "delete", "done", subject, Optional.empty());
          outboxes.cdn().takenDown(sql, subject, hidden, List.of());
          announce(subjectChanged(subject));
          hidden.forEach(id -> announce(versionChanged(new VersionId(id))));
        });
  }

  /**
   * The proof of an erasure.
   *
   * @param id name of the certificate
   * @param versions how many versions were erased
   * @param objects how many objects are gone by the given time
   */
  public record Erasure(UUID id, Instant erasedAt, int versions, int objects) {}

  /** Erases the subject: nothing of it is shown from now on, and nothing comes back. */
  public Erasure erase(String subject, Actor actor) {
    return transaction.execute(
        status -> {
          TokenUses.use(sql, actor);
          lock(sql, subject);
          TokenUses.requireNotErased(sql, actor, subject);
          long order = nextOrder();
          advance(subject, order, Optional.empty());
          record Erased(UUID id, int objects) {}
          List<Erased> erased =
              sql.sql(
                      """
                      update version
                      set state = 'TOMBSTONED', withdrawn = true, delete_after = now()
                      where subject = ? and (state in ('LIVE', 'RETIRED')
                        or state = 'TOMBSTONED' and delete_after > now())
                      returning id, jsonb_array_length(objects) + cardinality(planned) as objects
                      """)
                  .param(subject)
                  .query((row, i) -> new Erased(row.getObject("id", UUID.class), row.getInt(2)))
                  .list();
          audit.forget(subject);
          Tickets.withdraw(sql, subject);
          UUID certificate = VersionId.random().value();
          outboxes
              .cdn()
              .takenDown(
                  sql, subject, erased.stream().map(Erased::id).toList(), List.of(certificate));
          Identities.forget(sql, bus, subject);
          sql.sql("delete from notice_delivery where subject = ?").param(subject).update();
          int objects = erased.stream().mapToInt(Erased::objects).sum();
          Timestamp at =
              sql.sql(
                      """
                      insert into erasure (id, subject_sha256, versions, objects)
                      values (?, ?, ?, ?) returning erased_at
                      """)
                  .params(certificate, IdempotencyScope.ofErased(subject), erased.size(), objects)
                  .query(Timestamp.class)
                  .single();
          audit.writeErasure(actor, certificate);
          announce(subjectChanged(subject));
          erased.forEach(gone -> announce(versionChanged(new VersionId(gone.id()))));
          return new Erasure(certificate, at.toInstant(), erased.size(), objects);
        });
  }

  private long nextOrder() {
    return sql.sql("select nextval('change_order')").query(Long.class).single();
  }

  /**
   * Takes the subject's lock, so that what is read next cannot change before the commit. A number
   * drawn after it is higher than that of every change that has taken effect.
   */
  static void lock(JdbcClient sql, String subject) {
    sql.sql(
            """
            insert into subject (subject, changed_order) values (?, 0)
            on conflict (subject) do update set subject = excluded.subject
            """)
        .param(subject)
        .update();
  }

  private enum Advance {
    /** The subject was not known: it has no picture that could be retired. */
    FIRST,
    DONE,
    /** A change with a higher number has taken effect. */
    LATE
  }

  /** Moves the subject's pointer, unless a change with a higher number has moved it already. */
  private Advance advance(String subject, long order, Optional<VersionId> current) {
    return sql.sql(
            """
            insert into subject (subject, changed_order, current_version) values (?, ?, ?)
            on conflict (subject) do update
            set changed_order = excluded.changed_order,
              current_version = excluded.current_version, updated_at = now()
            where subject.changed_order < excluded.changed_order
            returning xmax = 0 as inserted
            """)
        .param(subject)
        .param(order)
        .param(current.map(VersionId::value).orElse(null))
        .query(Boolean.class)
        .optional()
        .map(inserted -> inserted ? Advance.FIRST : Advance.DONE)
        .orElse(Advance.LATE);
  }

  private void retireCurrent(String subject) {
    sql.sql(
            """
            update version
            set state = 'RETIRED', retired_at = now(),
              delete_after = now() + make_interval(secs => ?)
            where subject = ? and state = 'LIVE'
            """)
        .params(seconds(settings.grace()), subject)
        .update();
  }

  private void announce(String announcement) {
    bus.announce(sql, announcement);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  /** How a change of a subject is announced. */
  public static String subjectChanged(String subject) {
    return "subject " + subject;
  }

  /** How a change of a version is announced. */
  public static String versionChanged(VersionId version) {
    return "version " + version;
  }
}
