package io.cameo.service.catalogue;

import io.cameo.service.database.ChangeBus;
import io.cameo.service.database.ChangeFeed;
import io.cameo.service.database.Reads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whom the hashes of e-mail addresses and OpenIDs belong to. A hash has one subject: who wants one
 * that is another's is refused, because a picture must not change hands by a mistake or a key of
 * somebody else.
 */
public final class Identities {

  /** What an identity is. */
  public enum Kind {
    EMAIL,
    OPENID
  }

  /**
   * One identity.
   *
   * @param hashes in lower-case hexadecimal
   */
  public record Identity(Kind kind, Set<String> hashes) {
    public Identity {
      hashes = Set.copyOf(hashes);
    }
  }

  /** How many a subject has. */
  public record Count(int emails, int openids) {}

  private record Owned(Kind kind, int number) {}

  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final Reads reads;
  private final AuditTrail audit;
  private final ChangeBus bus;
  private final CdnNotes cdn;

  Identities(
      JdbcClient sql,
      TransactionTemplate transaction,
      Reads reads,
      AuditTrail audit,
      ChangeBus bus,
      CdnNotes cdn) {
    this.sql = sql;
    this.transaction = transaction;
    this.reads = reads;
    this.audit = audit;
    this.bus = bus;
    this.cdn = cdn;
  }

  /** Whose hash this is; a replica may answer that has seen its last change. */
  public Optional<String> subjectOf(String hash) {
    return reads.read(
        changed(hash),
        answer -> true,
        server ->
            server
                .sql("select subject from identity where hash = decode(?, 'hex')")
                .param(hash)
                .query(String.class)
                .optional());
  }

  /** How many the subject has, by the primary's word. */
  public Count count(String subject) {
    return sql.sql(
            """
            select count(distinct number) filter (where kind = 'EMAIL') as emails,
              count(distinct number) filter (where kind = 'OPENID') as openids
            from identity where subject = ?
            """)
        .param(subject)
        .query((row, index) -> new Count(row.getInt("emails"), row.getInt("openids")))
        .single();
  }

  /**
   * Gives the subject these identities in the place of those it has; none forgets all.
   *
   * @throws IdentityTakenException if one is another subject's; nothing was changed
   */
  public Count replace(String subject, List<Identity> wanted, Actor actor) {
    Map<String, Owned> hashes = byHash(wanted);
    return transaction.execute(
        status -> {
          VersionChanges.lock(sql, subject);
          Set<String> touched = new TreeSet<>(removed(sql, subject));
          Set<String> added = new TreeSet<>(added(subject, hashes));
          for (Map.Entry<String, Owned> each : hashes.entrySet()) {
            if (!added.contains(each.getKey())) {
              throw new IdentityTakenException(each.getValue().number());
            }
          }
          touched.addAll(added);
          Count count = count(subject);
          audit.writeOperation(
              actor,
              "identities",
              "e-mails " + count.emails() + ", OpenIDs " + count.openids(),
              Optional.of(subject));
          cdn.identitiesChanged(sql, subject, touched);
          announce(sql, bus, touched);
          return count;
        });
  }

  /** Of two identities with the same hash the first has it. */
  private static Map<String, Owned> byHash(List<Identity> wanted) {
    Map<String, Owned> hashes = new LinkedHashMap<>();
    for (int number = 0; number < wanted.size(); number++) {
      Identity identity = wanted.get(number);
      for (String hash : identity.hashes()) {
        hashes.putIfAbsent(hash, new Owned(identity.kind(), number));
      }
    }
    return hashes;
  }

  /** In the order of the hashes, so that two callers wait for each other and not in a circle. */
  private List<String> added(String subject, Map<String, Owned> hashes) {
    List<String> kinds = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    for (Owned owned : hashes.values()) {
      kinds.add(owned.kind().name());
      numbers.add(Integer.toString(owned.number()));
    }
    return sql.sql(
            """
            insert into identity (hash, subject, kind, number)
            select decode(hash, 'hex'), ?, kind, number::smallint
            from unnest(string_to_array(?, ','), string_to_array(?, ','), string_to_array(?, ','))
              as wanted (hash, kind, number)
            order by hash
            on conflict (hash) do nothing
            returning encode(hash, 'hex')
            """)
        .params(
            subject,
            String.join(",", hashes.keySet()),
            String.join(",", kinds),
            String.join(",", numbers))
        .query(String.class)
        .list();
  }

  private static List<String> removed(JdbcClient sql, String subject) {
    return sql.sql("delete from identity where subject = ? returning encode(hash, 'hex')")
        .param(subject)
        .query(String.class)
        .list();
  }

  /** Takes all from a subject that is erased, within the transaction of the erasure. */
  static void forget(JdbcClient sql, ChangeBus bus, String subject) {
    announce(sql, bus, removed(sql, subject));
  }

  private static void announce(JdbcClient sql, ChangeBus bus, Iterable<String> hashes) {
    List<String> announcements = new ArrayList<>();
    hashes.forEach(hash -> announcements.add(changed(hash)));
    if (announcements.isEmpty()) {
      return;
    }
    sql.sql("select pg_notify(?, news) from unnest(string_to_array(?, ',')) as news")
        .params(ChangeFeed.CHANNEL, String.join(",", announcements))
        .query((row, index) -> index)
        .list();
    announcements.forEach(bus::announced);
  }

  /** How a change of a hash's owner is announced. */
  private static String changed(String hash) {
    return "identity " + hash;
  }
}
