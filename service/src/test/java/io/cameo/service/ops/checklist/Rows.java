package io.cameo.service.ops.checklist;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows as the service writes them, for tests of what reads them. */
public final class Rows {

  private static final String INSERT =
      """
      insert into version (id, subject, state, change_order, source_type, source_width, source_height,
        source_bytes, source_sha256, crop, thumbhash, color, objects, recipe, delete_after)
      values (gen_random_uuid(), :subject, :state, 1, 'jpeg', 9, 9, 9, sha256('x'), '', 'x', '#000000',
        '[{"name": "64.jpg", "size": 64, "bytes": 1000, "sha256": "x"}]', :recipe,
        case when :state = 'LIVE' then null else now() - make_interval(hours => :hours) end)
      """;

  private Rows() {}

  /** A version that is shown. */
  public static void live(JdbcClient sql, String recipe) {
    insert(sql, "LIVE", recipe, 0);
  }

  /** A version whose time was over so many hours ago. */
  public static void retired(JdbcClient sql, int hoursAgo) {
    insert(sql, "RETIRED", "", hoursAgo);
  }

  private static void insert(JdbcClient sql, String state, String recipe, int hours) {
    sql.sql(INSERT)
        .param("subject", "ann-" + System.nanoTime())
        .param("state", state)
        .param("recipe", recipe)
        .param("hours", hours)
        .update();
  }
}
