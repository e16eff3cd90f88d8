package io.cameo.service.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The rows of tickets. All times are the database's. */
public final class Tickets {

  /** Held while tickets are counted and one is added: neither bound is ever passed. */
  private static final long COUNTING = 4_702_394_921_427_289_928L;

  private static final String UNFINISHED =
      "state in ('OPEN', 'FINISHING') and finish_until > now()";

  /** Adds a ticket where there is room for it, and says whether there was. */
  private static final String OPEN =
      """
      with room as (
        select
          (select count(*) from (select from upload_ticket where %1$s and subject = :subject
            limit :ofSubject) as own) < :ofSubject as for_subject,
          (select count(*) from (select from upload_ticket where %1$s limit :inAll) as every)
            < :inAll as at_all
      ), added as (
        insert into upload_ticket (id, subject, state, change_order, content_type, least_bytes,
          most_bytes, on_arrival, crop, actor, charged, form_until, finish_until, look_at)
        select :id, :subject, 'OPEN', nextval('change_order'), :type, :least, :most, :onArrival,
          :crop, :actor, :charged, now() + make_interval(secs => :form),
          now() + make_interval(secs => :life),
          case when :onArrival then now() + interval '2 seconds' end
        from room where for_subject and at_all
      )
      select for_subject, at_all from room
      """
          .formatted(UNFINISHED);

  private static final String COLUMNS =
      """
       id, subject, change_order, content_type, least_bytes, most_bytes, on_arrival, crop, state,
       finish_until > now() as in_time, object_etag, object_version, version, status, actor,
       coalesce(charged, '') as charged
      """;

  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final AuditTrail audit;

  Tickets(JdbcClient sql, TransactionTemplate transaction) {
    this.sql = sql;
    this.transaction = transaction;
    this.audit = new AuditTrail(sql);
  }

  /** How many tickets there may be, and how long one lives. */
  public record Bounds(int ofSubject, int inAll, Duration form, Duration life) {}

  /**
   * Who takes a ticket.
   *
   * @param charged see {@link Ticket.Taker}
   */
  public record Taking(Actor actor, String charged) {}

  /** What became of the wish for a ticket. */
  public enum Opened {
    DONE,
    TOO_MANY_OF_SUBJECT,
    TOO_MANY
  }

  /** Adds a ticket, whose change takes its place in the order here, and its audit line. */
  public Opened open(
      TicketId id,
      String subject,
      Ticket.Terms terms,
      Ticket.Plan plan,
      Taking taking,
      Bounds bounds) {
    return transaction.execute(
        status -> {
          sql.sql("select pg_advisory_xact_lock(?)")
              .param(COUNTING)
              .query((row, index) -> index)
              .list();
          Opened opened =
              sql.sql(OPEN)
                  .param("ofSubject", bounds.ofSubject())
                  .param("inAll", bounds.inAll())
                  .param("id", id.value())
                  .param("subject", subject)
                  .param("type", terms.contentType())
                  .param("least", terms.leastBytes())
                  .param("most", terms.mostBytes())
                  .param("onArrival", plan.onArrival())
                  .param("crop", plan.crop())
                  .param("actor", taking.actor().name())
                  .param("charged", taking.charged())
                  .param("form", bounds.form().toSeconds())
                  .param("life", bounds.life().toSeconds())
                  .query((row, index) -> opened(row.getBoolean(1), row.getBoolean(2)))
                  .single();
          if (opened == Opened.DONE) {
            TokenUses.use(sql, taking.actor());
            audit.write(taking.actor(), "ticket", "done", subject, Optional.empty());
          }
          return opened;
        });
  }

  private static Opened opened(boolean forSubject, boolean atAll) {
    if (!forSubject) {
      return Opened.TOO_MANY_OF_SUBJECT;
    }
    return atAll ? Opened.DONE : Opened.TOO_MANY;
  }

  /** A ticket; empty when it never was, is forgotten, or its subject was erased. */
  public Optional<Ticket> find(TicketId id) {
    return sql.sql("select " + COLUMNS + "from upload_ticket where id = ? and subject is not null")
        .param(id.value())
        .query((row, index) -> read(row))
        .optional();
  }

  private static Ticket read(ResultSet row) throws SQLException {
    UUID version = row.getObject("version", UUID.class);
    int status = row.getInt("status");
    Optional<String> objectVersion = Optional.ofNullable(row.getString("object_version"));
    return new Ticket(
        new TicketId(row.getObject("id", UUID.class)),
        row.getString("subject"),
        row.getLong("change_order"),
        new Ticket.Terms(
            row.getString("content_type"), row.getLong("least_bytes"), row.getLong("most_bytes")),
        new Ticket.Plan(row.getBoolean("on_arrival"), row.getString("crop")),
        new Ticket.Progress(
            Ticket.State.valueOf(row.getString("state")),
            row.getBoolean("in_time"),
            Optional.ofNullable(row.getString("object_etag"))
                .map(etag -> new Ticket.Seen(etag, objectVersion)),
            Optional.ofNullable(version).map(id -> new Ticket.Result(new VersionId(id), status))),
        new Ticket.Taker(row.getString("actor"), row.getString("charged")));
  }

  /**
   * Takes the ticket for one attempt; nobody else gets it before the lease is over.
   *
   * @return the attempt's name; empty when somebody has it, it may not be tried any more, or
   *     uploads are switched off
   */
  public Optional<UUID> claim(TicketId id, Duration lease, int mostTries) {
    return sql.sql(
            """
            update upload_ticket
            set state = 'FINISHING', attempt = gen_random_uuid(), tries = tries + 1,
              lease_until = now() + make_interval(secs => ?)
            where id = ? and finish_until > now() and tries < ?
              and (state = 'OPEN' or (state = 'FINISHING' and lease_until < now()))
              and not exists (select from thrown_switch off where off.name in ('uploads', 'direct-uploads')
                and off.subject in ('', upload_ticket.subject) and (off.until is null or off.until > now()))
            returning attempt
            """)
        .params(lease.toSeconds(), id.value(), mostTries)
        .query(UUID.class)
        .optional();
  }

  /** Why no ticket of this subject is finished now. */
  public Optional<Admission.Closed> closed(String subject) {
    return sql.sql(
            """
            select name as switch, reason, extract(epoch from until - now()) as seconds_left
            from thrown_switch
            where name in ('uploads', 'direct-uploads') and subject in ('', ?)
              and (until is null or until > now())
            order by name desc, subject limit 1
            """)
        .param(subject)
        .query((row, index) -> Catalogue.closed(row))
        .optional()
        .flatMap(closed -> closed);
  }

  /** Whether the ticket may be tried once more. */
  public boolean isUsedUp(TicketId id, int mostTries) {
    return sql.sql("select tries >= ? from upload_ticket where id = ?")
        .params(mostTries, id.value())
        .query(Boolean.class)
        .optional()
        .orElse(true);
  }

  /** Counts one more look at the ticket; false when it was looked at too often. */
  public boolean tryOnce(TicketId id, int mostTries) {
    return sql.sql("update upload_ticket set tries = tries + 1 where id = ? and tries < ?")
            .params(id.value(), mostTries)
            .update()
        == 1;
  }

  /** Notes which object was looked at, unless one was before; the one that counts. */
  public Ticket.Seen saw(TicketId id, Ticket.Seen seen) {
    return sql.sql(
            """
            update upload_ticket
            set object_version = case when object_etag is null then ? else object_version end,
              object_etag = coalesce(object_etag, ?)
            where id = ?
            returning object_etag, object_version
            """)
        .param(seen.version().orElse(null))
        .param(seen.etag())
        .param(id.value())
        .query(
            (row, index) ->
                new Ticket.Seen(
                    row.getString("object_etag"),
                    Optional.ofNullable(row.getString("object_version"))))
        .single();
  }

  /**
   * Gives the ticket back after an attempt that came to nothing.
   *
   * @param counts whether it is one of those that the ticket has
   */
  public void release(TicketId id, UUID attempt, boolean counts) {
    sql.sql(
            """
            update upload_ticket set state = 'OPEN', attempt = null, lease_until = null,
              tries = tries - ?
            where id = ? and attempt = ? and state = 'FINISHING'
            """)
        .params(counts ? 0 : 1, id.value(), attempt)
        .update();
  }

  /** A look that was counted does not count. */
  public void giveBack(TicketId id) {
    sql.sql("update upload_ticket set tries = tries - 1 where id = ? and tries > 0")
        .param(id.value())
        .update();
  }

  /** The ticket has become this; its object may go. */
  public void done(TicketId id, Ticket.Result result) {
    sql.sql(
            """
            update upload_ticket
            set state = 'DONE', version = ?, status = ?, attempt = null, lease_until = null,
              look_at = null, clean_after = now()
            where id = ? and state in ('OPEN', 'FINISHING', 'EXPIRED')
            """)
        .params(result.version().value(), result.status(), id.value())
        .update();
  }

  /**
   * What the ticket's change has become although the ticket does not know it, as after a crash
   * between the two: no other version has its number.
   */
  public Optional<VersionId> published(Ticket ticket) {
    return sql.sql(
            """
            select id from version
            where subject = ? and change_order = ? and state not in ('PENDING', 'EXPIRED')
            """)
        .params(ticket.subject(), ticket.order())
        .query(UUID.class)
        .optional()
        .map(VersionId::new);
  }

  /** Somebody says that these have arrived; those that are to be finished then are looked at. */
  public int arrived(Collection<TicketId> ids) {
    return ids.isEmpty()
        ? 0
        : sql.sql(
                """
                update upload_ticket set look_at = now()
                where id in (:ids) and state = 'OPEN' and look_at is not null
                """)
            .param("ids", ids.stream().map(TicketId::value).toList())
            .update();
  }

  /** Tickets that are to be finished on arrival and were not looked at for a while. */
  public List<TicketId> toBeLookedAt(int most) {
    return sql.sql(
            """
            update upload_ticket
            set look_at = now() + greatest(interval '2 seconds', (now() - created_at) / 4)
            where id in (
              select id from upload_ticket
              where look_at <= now() and state in ('OPEN', 'FINISHING') and finish_until > now()
              order by look_at limit ? for update skip locked)
            returning id
            """)
        .param(most)
        .query((row, index) -> new TicketId(row.getObject("id", UUID.class)))
        .list();
  }

  /** It was refused for what it is: looking again would not help. */
  public void doNotLookAgain(TicketId id) {
    sql.sql("update upload_ticket set look_at = null where id = ?").param(id.value()).update();
  }

  /** Takes everything back that an erased subject was allowed, and forgets its name. */
  static void withdraw(JdbcClient sql, String subject) {
    sql.sql(
            """
            update upload_ticket
            set state = case when state = 'DONE' then state else 'WITHDRAWN' end, subject = null,
              charged = null, look_at = null, attempt = null, clean_after = now()
            where subject = ?
            """)
        .param(subject)
        .update();
  }
}
