package io.cameo.service.catalogue;

import io.cameo.storage.ObjectStore;
import io.cameo.storage.StorageException;
import io.cameo.storage.regions.Region;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The only one in the service that deletes objects: those of versions whose grace time is over by
 * the database's clock, in one transaction that holds the versions' rows. A crash between the
 * objects and the rows makes it delete the same objects again, which is harmless.
 *
 * <p>A transaction holds its locks for one request to the store, over as many versions as that
 * request carries. When the request fails, its versions are tried one by one; those that fail alone
 * wait, longer each time, and come after all others, so that they never stand in anybody's way.
 */
public final class Reaper {

  /** Rows of one transaction; fewer when their objects fill a request before. */
  private static final int BATCH = 100;

  /** As many failures one after the other mean that the store is away. */
  private static final int GIVE_UP = 3;

  /** Rows of one statement of the small clean-ups. */
  private static final int SLICE = 1_000;

  /** Statements of one small clean-up in one run; the next run goes on. */
  private static final int SLICES = 100;

  private static final String NOT_TRIED =
      "not exists (select from reap_failure f where f.version = v.id)";

  private static final String TO_BE_TRIED_AGAIN =
      "v.id in (select version from reap_failure where retry_at < now())";

  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

  private final JdbcClient sql;
  private final TransactionTemplate transaction;
  private final VersionRows rows;
  private final ObjectDeletion objects;
  private final CdnNotes cdn;

  /** Deletes objects for good; a missing one is no fault. */
  public interface ObjectDeletion {

    /**
     * @param keys at most {@link ObjectStore#MAX_PAGE}
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
   * @param failed versions whose objects could not be deleted; they are tried again later
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

  Reaper(
      JdbcClient sql,
      TransactionTemplate transaction,
      JsonMapper json,
      ObjectDeletion objects,
      CdnNotes cdn) {
    this.sql = sql;
    this.transaction = transaction;
    this.rows = new VersionRows(json);
    this.objects = objects;
    this.cdn = cdn;
  }

  /** Cleans up all that is due now. */
  public Report reap() {
    return reap(() -> true);
  }

  /**
   * Cleans up all that is due now.
   *
   * @param goOn asked between two transactions; after a no, the next run goes on
   */
  public Report reap(BooleanSupplier goOn) {
    Report report = new Report(expireAbandoned(), 0, 0, 0);
    // Those that failed come last: however many they are, they do not keep the others waiting.
    for (String which : List.of(NOT_TRIED, TO_BE_TRIED_AGAIN)) {
      boolean more = true;
      while (more && goOn.getAsBoolean()) {
        List<Due> taken = new ArrayList<>();
        try {
          Report batch = transaction.execute(status -> reapBatch(which, taken));
          report = report.plus(batch);
          more = batch.versions() > 0;
        } catch (NotDeletedException notAll) {
          OneByOne rest = new OneByOne(goOn);
          report = report.plus(rest.reap(taken));
          more = !rest.gaveUp();
        }
      }
    }
    forget(goOn);
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
    return inSlices(
        """
        update version set state = 'EXPIRED', retired_at = now()
        where id in (
          select id from version where state = 'PENDING' and delete_after < now()
          limit %d for update skip locked)
        """,
        () -> true);
  }

  /**
   * @param names of all that may be in the store
   */
  private record Due(UUID id, List<String> names) {}

  /** The store did not say that the objects are gone; the transaction is taken back. */
  private static final class NotDeletedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotDeletedException(RuntimeException cause) {
      super(cause);
    }

    /** Whether the store gave no answer at all. */
    boolean isSilence() {
      return getCause() instanceof StorageException failed && Region.isSilence(failed);
    }
  }

  /**
   * @param taken gets the versions of the batch, also when it fails
   */
  private Report reapBatch(String which, List<Due> taken) {
    int keys = 0;
    for (Due version : due(which)) {
      keys += version.names().size();
      if (keys > ObjectStore.MAX_PAGE && !taken.isEmpty()) {
        break;
      }
      taken.add(version);
    }
    return delete(taken);
  }

  private List<Due> due(String which) {
    return sql.sql(
            """
            select id, objects, planned from version v
            where state in ('RETIRED', 'EXPIRED', 'TOMBSTONED') and delete_after < now()
              and %s
            order by delete_after
            limit ?
            for update of v skip locked
            """
                .formatted(which))
        .param(BATCH)
        .query((row, index) -> new Due(row.getObject("id", UUID.class), names(row)))
        .list();
  }

  private List<String> names(ResultSet row) throws SQLException {
    List<String> names = new ArrayList<>(VersionRows.names(row, "planned"));
    rows.objects(row.getString("objects")).forEach(object -> names.add(object.name()));
    return names.stream().distinct().toList();
  }

  private Report delete(List<Due> versions) {
    List<String> keys = versions.stream().flatMap(version -> keys(version).stream()).toList();
    if (!keys.isEmpty()) {
      try {
        objects.delete(keys);
      } catch (RuntimeException notNow) {
        throw new NotDeletedException(notNow);
      }
    }
    forgetRows(versions.stream().map(Due::id).toList());
    return new Report(0, versions.size(), keys.size(), 0);
  }

  private static List<String> keys(Due version) {
    String prefix = new VersionId(version.id()).keyPrefix();
    return version.names().stream().map(name -> prefix + name).toList();
  }

  private void forgetRows(Collection<UUID> gone) {
    if (!gone.isEmpty()) {
      cdn.reaped(sql, gone);
      sql.sql("delete from version where id in (:gone)").param("gone", gone).update();
      sql.sql("delete from reap_failure where version in (:gone)").param("gone", gone).update();
    }
  }

  /** Finds out which versions of a failed batch are to blame. */
  private final class OneByOne {

    private final BooleanSupplier goOn;
    private int failedInARow;

    OneByOne(BooleanSupplier goOn) {
      this.goOn = goOn;
    }

    boolean gaveUp() {
      return failedInARow >= GIVE_UP;
    }

    Report reap(List<Due> versions) {
      Report report = new Report(0, 0, 0, 0);
      for (Due version : versions) {
        if (gaveUp() || !goOn.getAsBoolean()) {
          break;
        }
        try {
          report = report.plus(transaction.execute(status -> reapOne(version.id())));
          failedInARow = 0;
        } catch (NotDeletedException notNow) {
          LOG.warn(
              "Objects of version {} could not be deleted: {}",
              version.id(),
              String.valueOf(notNow.getCause()));
          defer(version.id(), notNow.isSilence());
          failedInARow++;
          report = report.plus(new Report(0, 0, 0, 1));
        }
      }
      return report;
    }

    /** The row is read again: it was free for a moment. */
    private Report reapOne(UUID id) {
      return delete(
          sql.sql(
                  """
                  select objects, planned from version
                  where id = ? and state in ('RETIRED', 'EXPIRED', 'TOMBSTONED')
                    and delete_after < now()
                  for update skip locked
                  """)
              .param(id)
              .query((row, index) -> new Due(id, names(row)))
              .list());
    }

    /**
     * A minute, then twice as long each time, at most ten; five seconds each time where the store
     * was silent, which is not the version's own fault.
     */
    private void defer(UUID id, boolean silence) {
      sql.sql(
              """
              insert into reap_failure as f (version, failures, retry_at)
              select ?, case when silence then 0 else 1 end,
                now() + case when silence then interval '5 seconds' else interval '1 minute' end
              from (values (cast(? as boolean))) as s (silence)
              on conflict (version) do update set failures = f.failures + excluded.failures,
                retry_at = case when excluded.failures = 0 then excluded.retry_at
                  else now() + least(interval '10 minutes',
                    interval '1 minute' * power(2, least(f.failures, 10))) end
              """)
          .params(id, silence)
          .update();
    }
  }

  /** Rows that only fence late uploads or answer retries, and that have outlived both. */
  private void forget(BooleanSupplier goOn) {
    inSlices(
        """
        delete from idempotency where scope in (
          select scope from idempotency where created_at < now() - interval '1 day' limit %d)
        """,
        goOn);
    inSlices(
        """
        delete from cdn_purge where subject in (
          select subject from cdn_purge where proven_at < now() - interval '7 days' limit %d)
          and proven_at < now() - interval '7 days'
        """,
        goOn);
    inSlices(
        "delete from token_use where id in (select id from token_use where until < now() limit %d)",
        goOn);
    inSlices(
        """
        delete from subject where subject in (
          select subject from subject s
          where current_version is null and updated_at < now() - interval '1 day'
            and not exists (select from version v where v.subject = s.subject)
          order by updated_at limit %d for update skip locked)
          and current_version is null
        """,
        goOn);
  }

  /** Statements that each take little of a long table, however much is to be done. */
  private int inSlices(String statement, BooleanSupplier goOn) {
    int all = 0;
    for (int i = 0; i < SLICES && goOn.getAsBoolean(); i++) {
      int rowsChanged = sql.sql(statement.formatted(SLICE)).update();
      all += rowsChanged;
      if (rowsChanged < SLICE) {
        break;
      }
    }
    return all;
  }
}
