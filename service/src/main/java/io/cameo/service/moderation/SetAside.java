package io.cameo.service.moderation;

import io.cameo.service.catalogue.VersionId;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Masters that had no verdict when their turn came, in the table {@code rescan_aside}. They are
 * kept until they have one or are gone, whatever becomes of the walk that met them.
 */
final class SetAside {

  private static final int LONGEST_REASON = 300;

  private final JdbcClient sql;

  SetAside(JdbcClient sql) {
    this.sql = sql;
  }

  /** Those to be tried now, the first of them first. */
  List<VersionId> due(int most) {
    return sql
        .sql("select version from rescan_aside where due_at <= now() order by due_at limit ?")
        .param(most)
        .query(UUID.class)
        .list()
        .stream()
        .map(VersionId::new)
        .toList();
  }

  /** Puts one there, or leaves it there: after a minute, then after twice as long, up to a day. */
  void add(VersionId version, String reason) {
    String words = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    sql.sql(
            """
            insert into rescan_aside as known (version, reason, due_at)
            values (?, ?, now() + interval '1 minute')
            on conflict (version) do update set reason = excluded.reason, tries = known.tries + 1,
              due_at = now() + least(interval '1 day',
                interval '1 minute' * power(2, least(known.tries, 20)))
            """)
        .params(version.value(), words)
        .update();
  }

  /** It has its verdict, or is gone. */
  void remove(VersionId version) {
    sql.sql("delete from rescan_aside where version = ?").param(version.value()).update();
  }

  /** How many wait. */
  long size() {
    return sql.sql("select count(*) from rescan_aside").query(Long.class).single();
  }
}
