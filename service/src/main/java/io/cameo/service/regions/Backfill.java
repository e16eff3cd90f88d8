package io.cameo.service.regions;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Notes the versions that were there before a region was named, page by page and only while little
 * is outstanding. An hour later it looks once more for those that nodes made which had not been
 * started with the new settings yet. What is noted for regions that are not named any more goes, so
 * that one that comes back is compared anew; deletions stay, for they are promises.
 */
final class Backfill {

  static final int PAGE = 1_000;

  private static final int ENOUGH = 5_000;

  private static final UUID FIRST = new UUID(0, 0);

  private final JdbcClient sql;
  private final List<String> replicas;

  Backfill(JdbcClient sql, List<String> replicas) {
    this.sql = sql;
    this.replicas = List.copyOf(replicas);
  }

  /** Forgets regions that are not named any more. */
  void forgetOthers() {
    sql.sql("delete from region_backfill where region not in (:named)")
        .param("named", replicas)
        .update();
    sql.sql(
            """
            delete from region_copy where (region, version) in (
              select region, version from region_copy
              where region not in (:named) and region <> 'home' limit 10000)
            """)
        .param("named", replicas)
        .update();
  }

  /** Forgets how far regions were compared, where none is named any more. */
  static void forgetAll(JdbcClient sql) {
    sql.sql("delete from region_backfill").update();
  }

  /**
   * Notes one page; to be called in a transaction.
   *
   * @return whether there is more to note now
   */
  boolean page(String region) {
    sql.sql("insert into region_backfill (region) values (?) on conflict do nothing")
        .param(region)
        .update();
    Optional<Place> place =
        sql.sql(
                """
                select pass, after_version from region_backfill
                where region = ? and finished_at is null
                  and (pass = 1 or noted_at < now() - interval '1 hour')
                for update skip locked
                """)
            .param(region)
            .query(
                (row, index) ->
                    new Place(
                        row.getInt("pass"),
                        Optional.ofNullable(row.getObject("after_version", UUID.class))))
            .optional();
    return place.isPresent() && hasRoom(region) && note(region, place.get());
  }

  private record Place(int pass, Optional<UUID> after) {}

  private boolean hasRoom(String region) {
    return sql.sql(
                "select count(*) from (select from region_copy where region = ? limit ?) as waiting")
            .params(region, ENOUGH)
            .query(Long.class)
            .single()
        < ENOUGH;
  }

  private record Page(long count, Optional<UUID> last) {}

  private boolean note(String region, Place place) {
    Page page =
        sql.sql(
                """
                with page as (
                  select id, state, created_at from version where id > :after
                  order by id limit :most
                ), noted as (
                  insert into region_copy (region, version)
                  select :region, id from page
                  where state in ('LIVE', 'RETIRED') and (:pass = 1 or created_at >
                    (select noted_at - interval '1 hour' from region_backfill
                      where region = :region))
                  on conflict do nothing
                )
                select count(*) as count, (array_agg(id order by id desc))[1] as last from page
                """)
            .param("after", place.after().orElse(FIRST))
            .param("most", PAGE)
            .param("region", region)
            .param("pass", place.pass())
            .query(
                (row, index) ->
                    new Page(
                        row.getLong("count"),
                        Optional.ofNullable(row.getObject("last", UUID.class))))
            .single();
    if (page.count() == PAGE) {
      sql.sql("update region_backfill set after_version = ? where region = ?")
          .params(page.last().orElse(FIRST), region)
          .update();
      return true;
    }
    sql.sql(
            """
            update region_backfill set after_version = null, pass = 2,
              finished_at = case when pass = 2 then now() end
            where region = ?
            """)
        .param(region)
        .update();
    return false;
  }
}
