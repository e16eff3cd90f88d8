package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.catalogue.CatalogueScenario;
import io.cameo.service.catalogue.TestCatalogue;
import io.cameo.service.database.Migrations.WayBack;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Up, down and up again over real rows in every table. */
@Timeout(180)
class MigrationDataTest {

  private static final int NEAR = 16;

  private static void fill(TestDatabase database, String prefix) {
    CatalogueScenario.play(TestCatalogue.on(database.dataSource(), objects -> {}), prefix);
    database
        .sql()
        .sql("insert into limit_bucket values (?, '\\x0102', 42)")
        .param("subject:" + prefix)
        .update();
    database
        .sql()
        .sql(
            """
            insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            values ('reap-versions', ?, now(), false, 1)
            """)
        .param(prefix)
        .update();
    for (String row :
        List.of(
            "reap_failure values (gen_random_uuid(), 1, now())",
            "gc_run (kind, holder, lease_until, tally, finished_at)"
                + " values ('all', gen_random_uuid(), now(), '{}', now())",
            "limit_level values (:prefix, 1, '{1,1,1}', 1)",
            "limit_rule (name, holder, amount) values ('subject-uploads', 'subject=' || :prefix,"
                + " 1)",
            "thrown_switch (name, subject, reason, thrown_by)"
                + " values ('uploads', :prefix, :prefix, 'admin')",
            "gc_suspect values (:prefix, 1, now(), now(), 1, 1)",
            "region_copy (region, version) values (:prefix, gen_random_uuid())",
            "region_deletion (region, version) values (:prefix, gen_random_uuid())",
            "region_backfill (region) values (:prefix)",
            "identity (hash, subject, kind, number)"
                + " values (sha256(convert_to(:prefix, 'UTF8')), :prefix, 'EMAIL', 0)",
            "cdn_purge (subject, takedown, renditions, hashes, erasures) values (:prefix, true, '{}',"
                + " '{}', '{}')",
            "cdn_proof (erasure) values (gen_random_uuid())",
            "notice (id, kind, message, read_only, begins_at, begun, opened_by, closed_at)"
                + " values (gen_random_uuid(), 'maintenance', :prefix, false, now(), true, 'admin',"
                + " now())",
            "notice_event (id, notice, type, message, read_only, begins_at)"
                + " select gen_random_uuid(), id, 'started', :prefix, false, now() from notice",
            "notice_delivery (event, way, subject) select id, 'user', :prefix from notice_event",
            "notice_endpoint (endpoint) values (:prefix)",
            "token_use values (gen_random_uuid(), now())",
            "api_key (id, name, secret_sha256, scopes) values"
                + " (lpad(:prefix, 12, 'a'), :prefix, sha256(convert_to(:prefix, 'UTF8')), 'read')",
            "rescan (signatures, finished_at) values (:prefix, now())",
            "rescan_aside (version, reason, due_at) values (gen_random_uuid(), :prefix, now())",
            "upload_ticket (id, subject, state, change_order, content_type, least_bytes,"
                + " most_bytes, on_arrival, crop, actor, form_until, finish_until)"
                + " values (gen_random_uuid(), :prefix, 'OPEN', 1, 'image/png', 1, 9, false, '',"
                + " 'admin', now(), now())",
            "storage_move (id, source, target, s3_path_style, phase) values (gen_random_uuid(),"
                + " 'disk:/a', 's3://b', false, 'COPYING') on conflict do nothing",
            "storage_node (node, move, phase, configured)"
                + " values (gen_random_uuid(), gen_random_uuid(), 'COPYING', 'disk:/a')",
            "program_release (version, steps) values (:prefix, '')",
            "running_node (node, version) values (gen_random_uuid(), :prefix)",
            "rollback_run (id, from_version, to_version, message, deployment, ended_at)"
                + " values (gen_random_uuid(), '2', '1', :prefix, '', now())",
            "import_run values (gen_random_uuid(), sha256(convert_to(:prefix, 'UTF8')))",
            "import_done select id, source_sha256 from import_run on conflict do nothing",
            "backup values (:prefix, now(), now(), '/backups', 1, 1)")) {
      database.sql().sql("insert into " + row).param("prefix", prefix).update();
    }
  }

  private static List<String> tables(TestDatabase database) {
    return database
        .sql()
        .sql(
            """
            select relname from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
              and relname not like 'databasechangelog%'
            order by relname
            """)
        .query(String.class)
        .list();
  }

  /** Everything in every table, row by row. */
  private static Map<String, List<String>> content(TestDatabase database) {
    Map<String, List<String>> content = new TreeMap<>();
    for (String table : tables(database)) {
      content.put(
          table,
          database
              .sql()
              .sql("select to_jsonb(t)::text from " + table + " t order by 1")
              .query(String.class)
              .list());
    }
    return content;
  }

  /** The schema in words: columns, indexes, constraints, settings, statistics. */
  private static List<String> shape(TestDatabase database) {
    return database
        .sql()
        .sql(
            """
            select 'column ' || attrelid::regclass || ' ' || attname || ' '
              || format_type(atttypid, atttypmod) || ' ' || attnotnull
            from pg_attribute join pg_class c on c.oid = attrelid
            where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0
              and not attisdropped
            union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
            union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' '
              || pg_get_constraintdef(oid)
            from pg_constraint where connamespace = 'public'::regnamespace
            union all select 'settings ' || relname || ' ' || array_to_string(reloptions, ', ')
            from pg_class where relnamespace = 'public'::regnamespace and reloptions is not null
            union all select 'statistics ' || pg_get_statisticsobjdef(oid) from pg_statistic_ext
            order by 1
            """)
        .query(String.class)
        .list();
  }

  /**
   * Ways back, from one step to all of them: what each says it loses is lost, and nothing else is;
   * and after the way up again the schema is the same to the last setting. Far ways contain the
   * near ones, so of those every fourth is gone.
   */
  @Test
  void everyWayBackLosesWhatItSaysAndNothingElse() {
    try (TestDatabase database = TestDatabase.open()) {
      Migrations migrations = database.migrations();
      List<String> shape = shape(database);
      int steps = migrations.status().taken().size();
      assertThat(steps).isGreaterThan(15);
      int lossless = 0;
      fill(database, "round0");
      for (int back : ways(steps)) {
        Map<String, List<String>> before = content(database);
        assertThat(before).allSatisfy((table, rows) -> assertThat(rows).as(table).isNotEmpty());
        WayBack way = migrations.wayBack(back);
        String losses = String.join("\n", way.losses());

        assertThat(migrations.down(back)).isEqualTo(way.steps());
        assertThat(migrations.status().taken()).hasSize(steps - back);
        migrations.up();

        assertThat(shape(database))
            .as("the schema after %d steps back and up", back)
            .isEqualTo(shape);
        content(database)
            .forEach(
                (table, rows) -> {
                  int lost = before.get(table).size();
                  if (losses.contains("table " + table + " with " + lost + " rows")) {
                    assertThat(rows).as("rows of %s, which were said to be lost", table).isEmpty();
                  } else {
                    assertThat(without(losses, table, rows))
                        .as("rows of %s", table)
                        .isEqualTo(without(losses, table, before.get(table)));
                  }
                });
        lossless += losses.isEmpty() ? 1 : 0;
        if (!losses.isEmpty()) {
          fill(database, "round" + back);
        }
      }
      assertThat(lossless)
          .as("ways back that lose nothing")
          .isGreaterThan(5)
          .isLessThan(ways(steps).size());
    }
  }

  private static List<Integer> ways(int steps) {
    return IntStream.rangeClosed(1, steps)
        .filter(back -> back <= NEAR || back % 4 == 0 || back == steps)
        .boxed()
        .toList();
  }

  /** The rows without the columns of the table that were said to be lost. */
  private static List<String> without(String losses, String table, List<String> rows) {
    List<String> columns =
        Pattern.compile("column (\\w+) of table " + table + " with")
            .matcher(losses)
            .results()
            .map(loss -> loss.group(1))
            .toList();
    List<String> left = rows;
    for (String column : columns) {
      left =
          left.stream()
              .map(row -> row.replaceAll("\"" + column + "\": (null|[0-9]+|\"[^\"]*\"), ", ""))
              .toList();
      assertThat(left).as("rows of %s without %s", table, column).doesNotContainAnyElementsOf(rows);
    }
    return left;
  }

  @Test
  void theLastWayBackSaysEveryTableAloud() {
    try (TestDatabase database = TestDatabase.open()) {
      fill(database, "all");

      WayBack way = database.migrations().wayBack(database.migrations().status().taken().size());

      for (String table : tables(database)) {
        assertThat(way.losses()).anyMatch(loss -> loss.startsWith("table " + table + " with "));
      }
      assertThat(way.losses()).anyMatch(loss -> loss.startsWith("sequence change_order"));
      assertThat(way.sql())
          .contains("drop table version")
          .doesNotContainIgnoringCase("databasechangelog");
      assertThat(content(database)).as("nothing was done").isNotEmpty();
    }
  }
}
