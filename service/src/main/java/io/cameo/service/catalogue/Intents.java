package io.cameo.service.catalogue;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Records what is about to be written, where there is room for it. */
final class Intents {

  private final JdbcClient sql;
  private final VersionRows rows;
  private final Duration life;

  /**
   * @param life how long an intent waits for its publication
   */
  Intents(JdbcClient sql, VersionRows rows, Duration life) {
    this.sql = sql;
    this.rows = rows;
    this.life = life;
  }

  /**
   * One call of the database: the room is looked at and taken under one lock of the subject's, so
   * that uploads at the same time cannot take it twice.
   */
  Instant record(Intent intent, long quota) {
    long bytes = intent.objects().stream().mapToLong(StoredObject::bytes).sum();
    return sql.sql(
            """
            insert into version (id, subject, state, change_order, source_type, source_width,
              source_height, source_bytes, source_sha256, crop, thumbhash, color, objects,
              scanned_by, recipe, formats_at, delete_after)
            select ?, ?, 'PENDING', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb,
              ?, ?, case when ? then now() end, now() + make_interval(secs => ?)
            from subject_has_room(?, ?, ?) as room (enough) where room.enough
            returning created_at
            """)
        .params(
            intent.id().value(),
            intent.subject(),
            intent.order(),
            intent.source().type(),
            intent.source().width(),
            intent.source().height(),
            intent.source().bytes(),
            HexFormat.of().parseHex(intent.source().sha256()),
            intent.source().crop(),
            Base64.getDecoder().decode(intent.look().thumbhash()),
            intent.look().color(),
            rows.write(intent.objects()))
        .param(intent.making().scannedBy().orElse(null))
        .params(intent.making().recipe(), intent.making().formatsLater())
        .params(life.toMillis() / 1000.0, intent.subject(), bytes, quota)
        .query(Timestamp.class)
        .optional()
        .orElseThrow(() -> new QuotaExceededException(quota))
        .toInstant();
  }
}
