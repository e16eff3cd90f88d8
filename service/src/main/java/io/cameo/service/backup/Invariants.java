package io.cameo.service.backup;

import io.cameo.service.backup.archive.ArchiveException;
import io.cameo.storage.ObjectStore;
import io.cameo.storage.Sha256;
import io.cameo.storage.StoredObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What must be true of a catalogue and its store together. */
final class Invariants {

  private static final int LONGEST_OBJECT = 64 << 20;
  private static final int MOST_SHOWN = 100;
  private static final int PAGE = 1_000;

  private Invariants() {}

  /**
   * Pointers name live versions of their subjects, and every live version is pointed at.
   *
   * @return what is wrong, some of it if it is much
   */
  static List<String> ofRows(Connection connection) throws SQLException {
    List<String> wrong = new ArrayList<>();
    collect(
        connection,
        """
        select 'the pointer of a subject names version ' || s.current_version
          || ', which is ' || coalesce(v.state, 'not there')
        from subject s left join version v on v.id = s.current_version
        where s.current_version is not null
          and (v.id is null or v.state <> 'LIVE' or v.subject <> s.subject)
        limit 100
        """,
        wrong);
    collect(
        connection,
        """
        select 'version ' || v.id || ' is live, and its subject does not point at it'
        from version v left join subject s on s.subject = v.subject
        where v.state = 'LIVE' and s.current_version is distinct from v.id
        limit 100
        """,
        wrong);
    collect(
        connection,
        """
        select 'several versions of one subject are live, such as ' || min(id::text)
        from version where state = 'LIVE' group by subject having count(*) > 1
        limit 100
        """,
        wrong);
    collect(
        connection,
        """
        select 'the sequence change_order stands at ' || last_value
          || ', behind a change that was made'
        from change_order
        where last_value < (select coalesce(max(changed_order), 0) from subject)
          or last_value < (select coalesce(max(change_order), 0) from version)
        """,
        wrong);
    return wrong;
  }

  private static void collect(Connection connection, String sql, List<String> wrong)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        wrong.add(rows.getString(1));
      }
    }
  }

  /**
   * @throws ArchiveException if the rows of this transaction do not agree
   */
  static void requireRows(Connection connection) throws SQLException {
    List<String> wrong = ofRows(connection);
    if (!wrong.isEmpty()) {
      throw new ArchiveException(
          "No row was changed, because the restored ones would not agree: " + wrong);
    }
  }

  /** What was found of the objects. */
  record ObjectCheck(long objects, long bytes, List<String> wrong) {}

  /** Every object of every live or retired version, by length and digest. */
  static ObjectCheck ofObjects(Connection connection, ObjectStore store, Progress progress)
      throws SQLException {
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    long objects = 0;
    long bytes = 0;
    connection.setAutoCommit(false);
    try (Progress.Stretch stretch = progress.begin("checking objects", count(connection));
        PreparedStatement query =
            connection.prepareStatement(
                """
                select 'avatars/' || replace(v.id::text, '-', '') || '/' || (o ->> 'name'),
                  (o ->> 'bytes')::bigint, o ->> 'sha256'
                from version v cross join lateral jsonb_array_elements(v.objects) as o
                where v.state in ('LIVE', 'RETIRED')
                """);
        ParallelWork work = new ParallelWork()) {
      query.setFetchSize(PAGE);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          ObjectLine object = new ObjectLine(rows.getString(1), rows.getLong(2), rows.getString(3));
          objects++;
          bytes += object.bytes();
          work.submit(
              () -> {
                check(store, object, wrong);
                stretch.advance(1);
              });
        }
      }
      work.finish();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return new ObjectCheck(
        objects, bytes, List.copyOf(wrong.subList(0, Math.min(wrong.size(), MOST_SHOWN))));
  }

  private static long count(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                select coalesce(sum(jsonb_array_length(objects)), 0) from version
                where state in ('LIVE', 'RETIRED')
                """);
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void check(ObjectStore store, ObjectLine object, List<String> wrong) {
    try (StoredObject stored = store.get(object.key()).orElse(null)) {
      if (stored == null) {
        wrong.add(object.key() + " is not there");
      } else if (stored.stat().size() != object.bytes()) {
        wrong.add(object.key() + " has " + stored.stat().size() + " bytes, not " + object.bytes());
      } else if (!Sha256.of(stored.readAll(LONGEST_OBJECT)).equals(object.sha256())) {
        wrong.add(object.key() + " has other bytes than recorded");
      }
    }
  }
}
