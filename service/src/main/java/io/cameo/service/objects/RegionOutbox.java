package io.cameo.service.objects;

import io.cameo.storage.regions.Region;
import io.cameo.storage.regions.RegionJournal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What regions still have to get or to delete, in the database. What is written here within a
 * transaction of the caller counts only with it.
 */
public final class RegionOutbox implements RegionJournal {

  /**
   * Replication of the servers' own may bring an object after it was deleted; looked at so late.
   */
  public static final Duration SETTLING = Duration.ofHours(1);

  /** In place of failures: the objects are deleted, and a late arrival is looked for. */
  private static final int ONLY_LOOKED_AT = -1;

  /** More are not counted. */
  private static final int MOST_COUNTED = 10_000;

  private static final Pattern KEY = Pattern.compile("avatars/([0-9a-f]{32})/.+");

  private final JdbcClient sql;
  private final List<String> toBeCheckedAgain;

  /**
   * @param toBeCheckedAgain regions to which the servers themselves copy, so that an object may
   *     arrive there after its deletion
   */
  public RegionOutbox(JdbcClient sql, List<String> toBeCheckedAgain) {
    this.sql = sql;
    this.toBeCheckedAgain = List.copyOf(toBeCheckedAgain);
  }

  @Override
  public boolean isKept() {
    return true;
  }

  @Override
  public void writtenAside(Collection<String> keys) {
    sql.sql(
            """
            insert into region_copy (region, version, due_at)
            select ?, version, now() + interval '5 seconds'
            from unnest(cast(? as uuid[])) as version on conflict do nothing
            """)
        .params(Region.HOME, versions(keys))
        .update();
  }

  @Override
  public void deleted(Collection<String> keys, List<String> notIn) {
    String[] versions = versions(keys);
    noteDeletions(notIn, versions, Duration.ofSeconds(5), 0);
    noteDeletions(toBeCheckedAgain, versions, SETTLING, ONLY_LOOKED_AT);
  }

  private void noteDeletions(
      List<String> regions, String[] versions, Duration after, int failures) {
    if (regions.isEmpty() || versions.length == 0) {
      return;
    }
    sql.sql(
            """
            insert into region_deletion (region, version, due_at, failures)
            select region, version, now() + make_interval(secs => ?), ?
            from unnest(cast(? as text[])) as region, unnest(cast(? as uuid[])) as version
            on conflict (region, version) do update
            set due_at = least(region_deletion.due_at, excluded.due_at),
              failures = greatest(region_deletion.failures, excluded.failures)
            """)
        .params(after.toSeconds(), failures, regions.toArray(String[]::new), versions)
        .update();
  }

  private static String[] versions(Collection<String> keys) {
    Set<String> versions = new LinkedHashSet<>();
    for (String key : keys) {
      Matcher ours = KEY.matcher(key);
      if (ours.matches()) {
        versions.add(ours.group(1));
      }
    }
    return versions.toArray(String[]::new);
  }

  /** Whether the version's objects are on their way to the home region. */
  public static boolean isOnItsWayHome(JdbcClient sql, UUID version) {
    return sql.sql("select exists (select from region_copy where region = ? and version = ?)")
        .params(Region.HOME, version)
        .query(Boolean.class)
        .single();
  }

  /**
   * What one region still has to do.
   *
   * @param copies versions that it has not got, or of which that is not proven; counted up to a
   *     limit
   * @param lagSeconds how long the oldest of them has been waiting
   * @param deletions versions that it still has to delete, counted up to a limit; without those
   *     that are deleted and only looked at once more
   * @param compared whether the versions that were there before the region are all noted
   */
  public record Backlog(double copies, double lagSeconds, double deletions, boolean compared) {}

  /** What the region still has to do. */
  public Backlog backlog(String region) {
    return sql.sql(
            """
            select
              (select count(*) from (
                select from region_copy where region = :region limit :most) as c) as copies,
              coalesce((select extract(epoch from now() - min(created_at)) from region_copy
                where region = :region), 0) as lag,
              (select count(*) from (
                select from region_deletion where region = :region and failures >= 0
                  and (due_at <= now() or due_at < created_at + interval '1 minute' or failures > 0)
                limit :most) as d) as deletions,
              exists (select from region_backfill
                where region = :region and (pass > 1 or finished_at is not null)) as compared
            """)
        .param("region", region)
        .param("most", MOST_COUNTED)
        .query(
            (row, index) ->
                new Backlog(
                    row.getDouble("copies"),
                    row.getDouble("lag"),
                    row.getDouble("deletions"),
                    row.getBoolean("compared")))
        .single();
  }

  /** A table of the outbox. */
  public enum Kind {
    COPY("region_copy"),
    DELETION("region_deletion");

    private final String table;

    Kind(String table) {
      this.table = table;
    }
  }

  /** The next version that is due in the region, locked until the caller's transaction ends. */
  public Optional<UUID> next(Kind kind, String region) {
    return sql.sql(
            "select version from "
                + kind.table
                + " where region = ? and due_at <= now() order by due_at limit 1"
                + " for update skip locked")
        .param(region)
        .query(UUID.class)
        .optional();
  }

  /** Nothing is left to do for this version in the region. */
  public void done(Kind kind, String region, UUID version) {
    sql.sql("delete from " + kind.table + " where region = ? and version = ?")
        .params(region, version)
        .update();
  }

  /**
   * The version has no objects in the region any more. Where servers copy by themselves one may
   * still arrive, so that it is looked at once more, until a look finds nothing.
   *
   * @param found whether there were any until now
   */
  public void deletedIn(String region, UUID version, boolean found) {
    boolean again =
        toBeCheckedAgain.contains(region)
            && sql.sql(
                        """
                        update region_deletion set failures = ?, due_at = now() + make_interval(secs => ?)
                        where region = ? and version = ? and (failures >= 0 or ?)
                        """)
                    .params(ONLY_LOOKED_AT, SETTLING.toSeconds(), region, version, found)
                    .update()
                > 0;
    if (!again) {
      done(Kind.DELETION, region, version);
    }
  }

  /** It is tried again in five seconds: what stood in the way is not its own. */
  public void soon(Kind kind, String region, UUID version) {
    sql.sql(
            "update "
                + kind.table
                + " set due_at = now() + interval '5 seconds' where region = ? and version = ?")
        .params(region, version)
        .update();
  }

  /** It is tried again: after five seconds, then twice as long each time, at most five minutes. */
  public void later(Kind kind, String region, UUID version) {
    sql.sql(
            "update "
                + kind.table
                + """
                 set failures = failures + 1, due_at = now()
                  + least(interval '5 minutes',
                    interval '5 seconds' * power(2, least(greatest(failures, 0), 10)))
                where region = ? and version = ?
                """)
        .params(region, version)
        .update();
  }

  /** All that waits for the region is tried at once: it has just shown that it is there. */
  public void hurry(String region) {
    for (Kind kind : Kind.values()) {
      sql.sql(
              "update "
                  + kind.table
                  + " set due_at = now(), failures = 0 where region = ? and failures > 0"
                  + " and due_at > now()")
          .param(region)
          .update();
    }
  }
}
