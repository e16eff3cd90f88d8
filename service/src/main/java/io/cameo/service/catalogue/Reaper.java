package io.cameo.service.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The only one that deletes objects: those of versions whose grace time is over by the database's
 * clock, in one transaction that holds the version's row. A crash between the objects and the row
 * makes it delete the same objects again, which is harmless.
 */
public final class Reaper {

  /** Rows of one transaction: short enough to hold their locks while a slow store deletes. */
  private static final int BATCH = 50;

  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final VersionRows rows;
  private final ObjectDeletion objects;

  /** Deletes objects for good; a missing one is no fault. */
  public interface ObjectDeletion {

    /**
     * @throws RuntimeException when any of them may still be there
     */
    void delete(List<String> keys);
  }

  /**
   * What one clean-up did.
   *
   * @param expired uploads that were given up
   * @param versions versions that are gone
   * @param objects objects that are gone
   * @param failed versions whose objects could not be deleted; they are tried again next time
   */
  public record Report(int expired, int versions, int objects, int failed) {

    Report plus(Report more) {
      return new Report(
          expired + more.expired,
          versions + more.versions,
          objects + more.objects,
          failed + more.failed);
    }
  }

  Reaper(JdbcClient sql, TransactionTemplate transaction, JsonMapper json, ObjectDeletion objects) {
    this.sql = sql;
    this.transaction = transaction;
    this.rows = new VersionRows(json);
    this.objects = objects;
  }

  /** Cleans up all that is due now. */
  public Report reap() {
    Report report = new Report(expireAbandoned(), 0, 0, 0);
    Report batch;
    do {
      batch = transaction.execute(status -> reapBatch());
      report = report.plus(batch);
      // A failing version stays first in line: do not spin on it, the next run tries again.
    } while (batch.versions() == BATCH && batch.failed() == 0);
    forget();
    if (report.versions() + report.expired() + report.failed() > 0) {
      LOG.info(
          "Cleaned up {} versions with {} objects; gave up {} uploads; {} could not be deleted",
          report.versions(),
          report.objects(),
          report.expired(),
          report.failed());
    }
    return report;
  }

  /** An upload that outlived its intent cannot be published any more; its objects may go. */
  private int expireAbandoned() {
    return sql.sql(
            """
            update version set state = 'EXPIRED', retired_at = now()
            where state = 'PENDING' and delete_after < now()
            """)
        .update();
  }

  private record Due(UUID id, List<StoredObject> objects) {}

  private Report reapBatch() {
    List<Due> due =
        sql.sql(
                """
                select id, objects from version
                where state in ('RETIRED', 'EXPIRED', 'TOMBSTONED') and delete_after < now()
                order by delete_after
                limit ?
                for update skip locked
                """)
            .param(BATCH)
            .query(
                (row, index) ->
                    new Due(
                        row.getObject("id", UUID.class), rows.objects(row.getString("objects"))))
            .list();
    List<UUID> gone = new ArrayList<>();
    int objectsGone = 0;
    for (Due version : due) {
      String prefix = new VersionId(version.id()).keyPrefix();
      try {
        objects.delete(version.objects().stream().map(o -> prefix + o.name()).toList());
        gone.add(version.id());
        objectsGone += version.objects().size();
      } catch (RuntimeException notNow) {
        LOG.warn("Objects of version {} could not be deleted", version.id(), notNow);
      }
    }
    if (!gone.isEmpty()) {
      sql.sql("delete from version where id in (:gone)").param("gone", gone).update();
    }
    return new Report(0, gone.size(), objectsGone, due.size() - gone.size());
  }

  /** Rows that only fence late uploads or answer retries, and that have outlived both. */
  private void forget() {
    sql.sql("delete from idempotency where created_at < now() - interval '1 day'").update();
    sql.sql(
            """
            delete from subject s
            where current_version is null and updated_at < now() - interval '1 day'
              and not exists (select from version v where v.subject = s.subject)
            """)
        .update();
  }
}
