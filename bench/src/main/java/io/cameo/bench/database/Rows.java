package io.cameo.bench.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.UUID;

/**
 * An installation of any size, made by the database itself. Of a hundred subjects 98 have a
 * picture, ten have had another one within the grace time, one has deleted its picture; a line of
 * the audit stands for each. A few uploads are on their way, a few were given up, a few versions
 * are due.
 */
final class Rows {

  /** Uploads that can still be published. */
  static final int PENDING = 1000;

  /** Callers of the last minutes. */
  static final int HOLDERS = 1000;

  private static final int BATCH = 1_000_000;

  private static final String TABLES = "subject, version, audit, idempotency, limit_bucket";

  /** Five objects, as many as four sizes and the master. */
  static final String OBJECTS =
      """
      [{"name":"64.jpg","size":64,"bytes":2345,"sha256":"%1$s"},
       {"name":"128.jpg","size":128,"bytes":5678,"sha256":"%1$s"},
       {"name":"256.jpg","size":256,"bytes":12345,"sha256":"%1$s"},
       {"name":"512.jpg","size":512,"bytes":34567,"sha256":"%1$s"},
       {"name":"master.jpg","size":1024,"bytes":123456,"sha256":"%1$s"}]
      """
          .formatted("0123456789abcdef".repeat(4));

  private Rows() {}

  static String subject(long number) {
    return "user-" + number;
  }

  static UUID version(long number) {
    return id("v" + number);
  }

  static UUID pending(int number) {
    return id("p" + number);
  }

  /** The same as the database's {@code md5(…)::uuid}: spread like the random ids of the service. */
  private static UUID id(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      java.nio.ByteBuffer halves = java.nio.ByteBuffer.wrap(hash);
      return new UUID(halves.getLong(), halves.getLong());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Fills the tables in one transaction that empties them first and builds their indexes last: the
   * database writes every row once, to its table, and sorts each index once.
   */
  static void make(Connection database, long subjects) throws SQLException {
    database.setAutoCommit(false);
    try (Statement statement = database.createStatement()) {
      statement.execute("truncate " + TABLES);
      Indexes indexes = Indexes.drop(statement);
      for (long from = 1; from <= subjects; from += BATCH) {
        long to = Math.min(subjects, from + BATCH - 1);
        for (String insert : inserts(from, to)) {
          statement.execute(insert);
        }
        System.out.printf(Locale.ROOT, "  %,d of %,d subjects%n", to, subjects);
      }
      for (String insert : fewRows(subjects)) {
        statement.execute(insert);
      }
      System.out.println("  the indexes");
      indexes.build(statement);
    }
    database.commit();
    database.setAutoCommit(true);
  }

  /** Objects whose hashes differ from row to row, so that they do not compress to nothing. */
  private static String objects(String seed) {
    return "replace('"
        + OBJECTS.strip()
        + "', '0123456789abcdef', substr(md5("
        + seed
        + "), 1, 16))";
  }

  private static String[] inserts(long from, long to) {
    String series = " from generate_series(" + from + ", " + to + ") i ";
    String head =
        "insert into version (id, subject, state, change_order, source_type, source_width,"
            + " source_height, source_bytes, source_sha256, crop, thumbhash, color, objects,"
            + " created_at, retired_at, delete_after) select ";
    String facts =
        ", 'image/jpeg', 4000, 3000, 3456789, decode(md5(i::text) || md5('b' || i), 'hex'), '',"
            + " decode(md5('t' || i) || '00112233445566', 'hex'), '#8a7e6b', ";
    return new String[] {
      "insert into subject select 'user-' || i, 2 * i, case when i % 50 > 0 then md5('v' ||"
          + " i)::uuid end, now() - make_interval(secs => i % 80000)"
          + series,
      head
          + "md5('v' || i)::uuid, 'user-' || i, case when i % 50 > 0 then 'LIVE' else 'RETIRED' end,"
          + " 2 * i"
          + facts
          + objects("i::text")
          + "::jsonb, now() - interval '90 days', case when i % 50 = 0 then now() end,"
          + " case when i % 50 = 0 then now() + make_interval(secs => 3600 + i % 600000) end"
          + series,
      head
          + "md5('o' || i)::uuid, 'user-' || i, 'RETIRED', 2 * i - 1"
          + facts
          + objects("'o' || i")
          + "::jsonb, now() - interval '99 days', now(),"
          + " now() + make_interval(secs => 3600 + i % 600000)"
          + series
          + "where i % 10 = 0",
      "insert into audit (at, action, outcome, actor, subject, version, address, request_id) select"
          + " now() - make_interval(secs => i % 8000000), 'upload', 'done', 'admin', 'user-' || i,"
          + " md5('v' || i)::uuid, '192.0.2.1', md5('r' || i)"
          + series
    };
  }

  private static String[] fewRows(long subjects) {
    String head =
        "insert into version (id, subject, state, change_order, source_type, source_width,"
            + " source_height, source_bytes, source_sha256, crop, thumbhash, color, objects,"
            + " retired_at, delete_after) select ";
    String facts =
        ", 'image/jpeg', 4000, 3000, 3456789, decode(md5('a') || md5('b'), 'hex'), '',"
            + " decode(md5('t'), 'hex'), '#8a7e6b', '"
            + OBJECTS.strip()
            + "'::jsonb, ";
    return new String[] {
      head
          + "md5('p' || i)::uuid, 'new-' || i, 'PENDING', "
          + 3 * subjects
          + " + i"
          + facts
          + "null, now() + interval '1 day' from generate_series(1, "
          + PENDING
          + ") i",
      head
          + "md5('g' || i)::uuid, 'new-' || i, 'PENDING', "
          + 4 * subjects
          + " + i"
          + facts
          + "null, now() - interval '1 minute' from generate_series(1, 100) i",
      head
          + "md5('d' || i)::uuid, 'old-' || i, 'RETIRED', i"
          + facts
          + "now(), now() - make_interval(secs => i) from generate_series(1, 10000) i",
      "insert into idempotency select decode(md5('k' || i) || md5('l' || i), 'hex'), decode(md5('a')"
          + " || md5('b'), 'hex'), md5('v' || i)::uuid, 201, now() - make_interval(secs => i % 86000)"
          + " from generate_series(1, "
          + Math.max(1000, subjects / 100)
          + ") i",
      "insert into limit_level select 'subject ' || i, 1777636800, '{1,1,1}', 1777636801 from"
          + " generate_series(1, "
          + HOLDERS
          + ") i",
      "select setval('change_order', " + (5 * subjects + 100_000) + ")"
    };
  }
}
