package io.cameo.service.catalogue;

import io.cameo.storage.IncomingObjects;
import io.cameo.storage.ListPage;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.ObjectSummary;
import io.cameo.storage.StorageException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes what clients sent: the objects of tickets that are done, expired or withdrawn, on the
 * database's clock, and objects that belong to no ticket. A crash between objects and rows makes it
 * remove the same objects again, which is harmless.
 *
 * <p>A form may still be in use when its ticket is over, so every key is cleaned a second time an
 * hour after its form has ended.
 */
public final class TicketReaper {

  private static final Logger LOG = LoggerFactory.getLogger(TicketReaper.class);

  /** Rows of one transaction, each at most a few requests to the store. */
  private static final int BATCH = 50;

  private static final int SLICE = 1_000;

  /** Batches, slices or pages of one run; the next run goes on. */
  private static final int MOST = 100;

  /** How long a ticket is remembered; an object without one that is older is nobody's. */
  private static final Duration MEMORY = Duration.ofDays(1);

  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final ObjectStore store;
  private final IncomingObjects incoming;

  TicketReaper(
      JdbcClient sql,
      TransactionTemplate transaction,
      ObjectStore store,
      IncomingObjects incoming) {
    this.sql = sql;
    this.transaction = transaction;
    this.store = store;
    this.incoming = incoming;
  }

  /**
   * What one clean-up did.
   *
   * @param expired tickets that were not finished in their time
   * @param cleaned keys under which nothing is left
   * @param failed keys that could not be cleaned; they are tried again
   */
  public record Report(int expired, int cleaned, int failed) {}

  /**
   * Cleans up all that is due now.
   *
   * @param goOn asked between two transactions; after a no, the next run goes on
   */
  public Report reap(BooleanSupplier goOn) {
    int expired = inSlices(EXPIRE, goOn);
    int cleaned = 0;
    int failed = 0;
    for (int i = 0; i < MOST && goOn.getAsBoolean(); i++) {
      Batch batch = transaction.execute(status -> clean());
      cleaned += batch.cleaned;
      failed += batch.failed;
      if (batch.cleaned + batch.failed < BATCH) {
        break;
      }
    }
    inSlices(FORGET, goOn);
    return new Report(expired, cleaned, failed);
  }

  private static final String EXPIRE =
      """
      update upload_ticket set state = 'EXPIRED', look_at = null, clean_after = now()
      where id in (
        select id from upload_ticket
        where state in ('OPEN', 'FINISHING') and finish_until < now()
          and (lease_until is null or lease_until < now())
        limit %d for update skip locked)
      """;

  private static final String FORGET =
      """
      delete from upload_ticket where id in (
        select id from upload_ticket
        where created_at < now() - interval '1 day' and clean_after is null
          and state in ('DONE', 'EXPIRED', 'WITHDRAWN')
        limit %d for update skip locked)
      """;

  private record Batch(int cleaned, int failed) {}

  private Batch clean() {
    List<UUID> due =
        sql.sql(
                """
                select id from upload_ticket where clean_after <= now()
                order by clean_after limit ? for update skip locked
                """)
            .param(BATCH)
            .query(UUID.class)
            .list();
    if (due.isEmpty()) {
      return new Batch(0, 0);
    }
    try {
      incoming.deleteAll(due.stream().map(id -> new TicketId(id).key()).toList());
    } catch (StorageException notNow) {
      LOG.warn("{} incoming objects could not be removed: {}", due.size(), notNow.getMessage());
      sql.sql(
              """
              update upload_ticket set clean_after = now() + interval '1 minute'
              where id in (:due)
              """)
          .param("due", due)
          .update();
      return new Batch(0, due.size());
    }
    sql.sql(
            """
            update upload_ticket
            set clean_after = case when now() < form_until + interval '1 hour'
              then form_until + interval '1 hour' end
            where id in (:due)
            """)
        .param("due", due)
        .update();
    return new Batch(due.size(), 0);
  }

  private int inSlices(String statement, BooleanSupplier goOn) {
    int all = 0;
    for (int i = 0; i < MOST && goOn.getAsBoolean(); i++) {
      int changed = sql.sql(statement.formatted(SLICE)).update();
      all += changed;
      if (changed < SLICE) {
        break;
      }
    }
    return all;
  }

  /**
   * Removes objects under {@code incoming/} that no ticket is remembered for, once they are older
   * than any ticket that is. Keys of another form are somebody else's and stay.
   *
   * @return how many
   */
  public int sweep(BooleanSupplier goOn) {
    Instant oldest =
        sql.sql("select now()").query(Timestamp.class).single().toInstant().minus(MEMORY);
    int swept = 0;
    Optional<String> after = Optional.empty();
    for (int i = 0; i < MOST && goOn.getAsBoolean(); i++) {
      ListPage page = store.list(TicketId.FOLDER, after, ObjectStore.MAX_PAGE);
      Map<UUID, String> keys = new TreeMap<>();
      for (ObjectSummary object : page.objects()) {
        if (object.lastModified().isBefore(oldest)) {
          TicketId.ofKey(object.key()).ifPresent(id -> keys.put(id.value(), object.key()));
        }
      }
      keys.keySet().removeAll(known(keys.keySet()));
      if (!keys.isEmpty()) {
        incoming.deleteAll(keys.values());
        swept += keys.size();
      }
      after = page.next();
      if (after.isEmpty()) {
        break;
      }
    }
    if (swept > 0) {
      LOG.info("Removed {} objects under {} that belong to no ticket", swept, TicketId.FOLDER);
    }
    return swept;
  }

  private Set<UUID> known(Set<UUID> ids) {
    return ids.isEmpty()
        ? Set.of()
        : new HashSet<>(
            sql.sql("select id from upload_ticket where id in (:ids)")
                .param("ids", ids)
                .query(UUID.class)
                .list());
  }
}
