package io.cameo.service.backup;

import io.cameo.service.backup.archive.Archive;
import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.service.backup.archive.Manifest;
import io.cameo.service.backup.tables.BorrowedConnection;
import io.cameo.service.backup.tables.RowsIn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Brings the rows of a snapshot back, in one transaction: either the database holds all of the
 * snapshot with every erasure applied, or it is as it was.
 */
final class RestoredRows {

  private static final int BATCH = 1_000;

  private final Archive archive;
  private final Manifest manifest;
  private final Progress progress;

  RestoredRows(Archive archive, Manifest manifest, Progress progress) {
    this.archive = archive;
    this.manifest = manifest;
    this.progress = progress;
  }

  RestoreReport.Versions restore(
      Connection connection, RestoredObjects objects, List<Erasures.Erasure> erasures)
      throws SQLException {
    try (Progress.Stretch stretch = progress.begin("rows", manifest.tables().size());
        BorrowedConnection borrowed = BorrowedConnection.begin(connection)) {
      begin(connection, erasures);
      setAside(connection);
      new RowsIn(archive, manifest, table -> stretch.advance(1)).replace(connection);
      hideWithoutObjects(connection, objects.withoutObjects());
      eraseAgain(connection, objects.erased(), erasures);
      long setAside = bringBackSetAside(connection);
      withdrawTickets(connection);
      note(connection);
      Invariants.requireRows(connection);
      connection.commit();
      return new RestoreReport.Versions(
          objects.erased().size(), objects.withoutObjects().size(), setAside);
    }
  }

  private void begin(Connection connection, List<Erasures.Erasure> erasures) throws SQLException {
    execute(connection, "set local statement_timeout = 0");
    execute(connection, "set local idle_in_transaction_session_timeout = 0");
    execute(connection, "set local lock_timeout = '10s'");
    RowsIn.lock(connection);
    // Again, now that nobody can change a row any more.
    RunningService.of(connection)
        .ifPresent(
            running -> {
              throw new ArchiveException("No row was changed. " + running);
            });
    Set<UUID> known = new HashSet<>(Erasures.of(archive, manifest).ids());
    erasures.forEach(erasure -> known.add(erasure.id()));
    if (!known.containsAll(Erasures.of(connection).ids())) {
      throw new ArchiveException(
          "No row was changed, because somebody was erased meanwhile. Restore again.");
    }
  }

  /** Whoever reads the audit must see where it breaks off; replicas are to be compared anew. */
  private void note(Connection connection) throws SQLException {
    // The schema of an old backup has no regions.
    execute(
        connection,
        """
        do $$ begin
          if to_regclass('region_backfill') is not null then
            delete from region_backfill;
          end if;
        end $$
        """);
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into audit (action, outcome, actor, request_id)
            values ('restore', 'done', 'operator', ?)
            """)) {
      insert.setString(1, manifest.id());
      insert.executeUpdate();
    }
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql) ? 0 : statement.getUpdateCount();
    }
  }

  /** The reaper must go on knowing of every object: versions of today leave by its way. */
  private static void setAside(Connection connection) throws SQLException {
    execute(
        connection,
        "create temporary table version_before on commit drop as select * from version");
  }

  private static long bringBackSetAside(Connection connection) throws SQLException {
    execute(
        connection,
        "delete from version_before b where exists (select from version v where v.id = b.id)");
    execute(
        connection,
        """
        update version_before
        set state = 'EXPIRED', withdrawn = true, retired_at = now(),
          delete_after = now() + interval '1 day'
        where state in ('PENDING', 'LIVE', 'RETIRED')
        """);
    return execute(connection, "insert into version select * from version_before");
  }

  /**
   * What was on its way belongs to changes, and perhaps to subjects, that are no more. The schema
   * of an old backup has no tickets.
   */
  private static void withdrawTickets(Connection connection) throws SQLException {
    execute(
        connection,
        """
        do $$ begin
          if to_regclass('upload_ticket') is not null then
            update upload_ticket
            set state = 'WITHDRAWN', subject = null, version = null, look_at = null,
              clean_after = now();
          end if;
        end $$
        """);
  }

  /** A version without its objects is nobody's picture. */
  private static void hideWithoutObjects(Connection connection, Collection<String> versions)
      throws SQLException {
    ids(connection, "without_objects", versions);
    execute(
        connection,
        """
        update subject set current_version = null
        where current_version in (select id from without_objects)
        """);
    execute(
        connection,
        """
        update version
        set state = 'EXPIRED', withdrawn = true, retired_at = coalesce(retired_at, now()),
          delete_after = now()
        where id in (select id from without_objects)
        """);
  }

  private static void eraseAgain(
      Connection connection, List<String> versions, List<Erasures.Erasure> erasures)
      throws SQLException {
    insert(connection, erasures);
    ids(connection, "erased_again", versions);
    execute(
        connection,
        """
        update subject set current_version = null, updated_at = now()
        where current_version in (select id from erased_again)
        """);
    execute(
        connection,
        """
        update version set state = 'TOMBSTONED', withdrawn = true, delete_after = now()
        where id in (select id from erased_again)
        """);
    forget(connection, erasures);
  }

  private static void insert(Connection connection, List<Erasures.Erasure> erasures)
      throws SQLException {
    execute(
        connection,
        "create temporary table erasure_applied (like erasure including defaults) on commit drop");
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into erasure_applied (id, subject_sha256, erased_at, versions, objects)
            values (?, ?, ?, ?, ?)
            """)) {
      int waiting = 0;
      for (Erasures.Erasure erasure : erasures) {
        insert.setObject(1, erasure.id());
        insert.setBytes(2, HexFormat.of().parseHex(erasure.subjectSha256()));
        insert.setTimestamp(3, Timestamp.from(erasure.at()));
        insert.setInt(4, erasure.versions());
        insert.setInt(5, erasure.objects());
        insert.addBatch();
        if (++waiting % BATCH == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    execute(
        connection,
        "insert into erasure select * from erasure_applied on conflict (id) do nothing");
  }

  /** As an erasure does: the lines of the audit stay, without the subject's name. */
  private static void forget(Connection connection, List<Erasures.Erasure> erasures)
      throws SQLException {
    if (erasures.isEmpty()) {
      return;
    }
    // The hash of IdempotencyScope.ofErased, whose text begins with "erased" and a zero byte.
    execute(
        connection,
        """
        update audit a set subject = null, address = null
        from erasure_applied e
        where a.subject is not null and a.at <= e.erased_at + interval '10 minutes'
          and e.subject_sha256
            = sha256('\\x65726173656400'::bytea || convert_to(a.subject, 'UTF8'))
        """);
    // The schema of an old backup has no identities.
    execute(
        connection,
        """
        do $$ begin
          if to_regclass('identity') is not null then
            delete from identity i using erasure_applied e
            where i.created_at <= e.erased_at + interval '10 minutes'
              and e.subject_sha256
                = sha256('\\x65726173656400'::bytea || convert_to(i.subject, 'UTF8'));
          end if;
        end $$
        """);
    execute(
        connection,
        """
        insert into audit (action, outcome, actor, version)
        select 'erase', 'done', 'restore', id from erasure_applied order by erased_at
        """);
  }

  private static void ids(Connection connection, String table, Collection<String> versions)
      throws SQLException {
    execute(
        connection, "create temporary table " + table + " (id uuid primary key) on commit drop");
    try (PreparedStatement insert =
        connection.prepareStatement("insert into " + table + " (id) values (?)")) {
      int waiting = 0;
      for (String version : versions) {
        insert.setObject(1, ObjectCopies.uuid(version));
        insert.addBatch();
        if (++waiting % BATCH == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
  }
}
