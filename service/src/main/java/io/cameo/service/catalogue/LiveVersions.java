package io.cameo.service.catalogue;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** All current versions in the order of their ids, with what they were made by. */
public final class LiveVersions {

  private final JdbcClient sql;
  private final VersionRows rows;

  /**
   * @param recipe what its universal renditions were made by; empty where that is not known
   */
  public record Live(VersionId id, List<StoredObject> objects, String recipe) {
    public Live {
      objects = List.copyOf(objects);
    }
  }

  /** A version with the scanner that found nothing in it. */
  public record Scanned(Version version, Optional<String> scannedBy) {}

  public LiveVersions(JdbcClient sql, JsonMapper json) {
    this.sql = sql;
    this.rows = new VersionRows(json);
  }

  /** How many there are. */
  public long count() {
    return sql.sql("select count(*) from version where state = 'LIVE'").query(Long.class).single();
  }

  /** The moment at which a walk through them begins, by the database's clock. */
  public Instant now() {
    return sql.sql("select now()").query(OffsetDateTime.class).single().toInstant();
  }

  /**
   * The next of them.
   *
   * @param until only those that were there at that moment, not what comes while somebody walks
   * @param after only those behind this one
   */
  public List<Live> page(Instant until, Optional<VersionId> after, int max) {
    return sql.sql(
            """
            select id, objects, recipe from version
            where state = 'LIVE' and created_at <= ?
              and (cast(? as uuid) is null or id > cast(? as uuid))
            order by id limit ?
            """)
        .param(until.atOffset(ZoneOffset.UTC))
        .param(after.map(VersionId::value).orElse(null))
        .param(after.map(VersionId::value).orElse(null))
        .param(max)
        .query(
            (row, index) ->
                new Live(
                    new VersionId(row.getObject("id", UUID.class)),
                    rows.objects(row.getString("objects")),
                    row.getString("recipe")))
        .list();
  }

  /** All of one that is still current. */
  public Optional<Scanned> find(VersionId id) {
    return sql.sql(
            "select "
                + VersionRows.COLUMNS
                + ", v.scanned_by from version v where v.id = ? and v.state = 'LIVE'")
        .param(id.value())
        .query(
            (row, index) ->
                new Scanned(
                    rows.read(row, index), Optional.ofNullable(row.getString("scanned_by"))))
        .optional();
  }
}
