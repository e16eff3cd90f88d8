package io.cameo.service.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * All versions in the order of their keys, page by page. PostgreSQL orders a uuid by its bytes,
 * which is the order of its hexadecimal digits and so that of the store's keys; no collation has a
 * say in it.
 */
public final class VersionInventory {

  private static final String COLUMNS =
      """
      select id, state, objects, planned, coalesce(delete_after <= now(), false) as due
      from version
      """;

  private final JdbcClient sql;
  private final VersionRows rows;

  public VersionInventory(JdbcClient sql, JsonMapper json) {
    this.sql = sql;
    this.rows = new VersionRows(json);
  }

  /** The time by the database's clock. */
  public Instant now() {
    return sql.sql("select now()").query(Timestamp.class).single().toInstant();
  }

  /**
   * The next versions in the order of their ids.
   *
   * @param after only those behind this one, whether or not it exists
   */
  public List<HeldVersion> page(Optional<VersionId> after, int max) {
    JdbcClient.StatementSpec statement =
        after.isPresent()
            ? sql.sql(COLUMNS + "where id > ? order by id limit ?").params(after.get().value(), max)
            : sql.sql(COLUMNS + "order by id limit ?").param(max);
    return statement.query(this::read).list();
  }

  /** Those of the versions that have a row. */
  public Map<VersionId, HeldVersion> find(Collection<VersionId> ids) {
    return find(ids, "");
  }

  /**
   * Those of the versions that have a row, which nobody changes until the caller's transaction
   * ends. One without a row never gets one: ids are random and never used again.
   */
  public Map<VersionId, HeldVersion> lock(Collection<VersionId> ids) {
    return find(ids, " order by id for update");
  }

  /**
   * A version that has a row, whose row does not go before the caller's transaction ends; it may
   * change meanwhile, so that nobody's upload waits for what is done with its objects.
   */
  public Optional<HeldVersion> keep(VersionId id) {
    return Optional.ofNullable(find(List.of(id), " for key share").get(id));
  }

  private Map<VersionId, HeldVersion> find(Collection<VersionId> ids, String how) {
    Map<VersionId, HeldVersion> found = new LinkedHashMap<>();
    if (!ids.isEmpty()) {
      sql.sql(COLUMNS + "where id in (:ids)" + how)
          .param("ids", ids.stream().map(VersionId::value).distinct().toList())
          .query(this::read)
          .list()
          .forEach(version -> found.put(version.id(), version));
    }
    return found;
  }

  private HeldVersion read(ResultSet row, int index) throws SQLException {
    return new HeldVersion(
        new VersionId(row.getObject("id", UUID.class)),
        VersionState.valueOf(row.getString("state")),
        row.getBoolean("due"),
        rows.objects(row.getString("objects")),
        VersionRows.names(row, "planned"));
  }
}
