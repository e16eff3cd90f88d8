package io.cameo.service.objects;

import io.cameo.service.database.ChangeFeed;
import io.cameo.storage.s3.S3StoreOptions.Location;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The row that all nodes obey while pictures move, and the rows by which they say so. */
public final class StorageMoves {

  /** How a change of the move is announced. */
  static final String ANNOUNCEMENT = "storage";

  private final JdbcClient sql;
  private volatile boolean tableSeen;

  public StorageMoves(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * A node that was heard of lately.
   *
   * @param phase the last one that it follows
   * @param configured where its settings keep pictures
   * @param fault why it cannot use one of the stores
   */
  public record Node(
      UUID node, UUID move, String phase, String configured, Optional<String> fault) {

    /** Whether it knows the move as it is now, and can use both stores. */
    public boolean follows(StorageMove now) {
      return move.equals(now.id()) && phase.equals(now.phase().name()) && fault.isEmpty();
    }
  }

  /** The last move, over or not; empty also while the schema knows of none. */
  public Optional<StorageMove> current() {
    if (!tableSeen && !isTable()) {
      return Optional.empty();
    }
    tableSeen = true;
    return sql.sql("select * from storage_move").query(StorageMoves::read).optional();
  }

  /** A command may meet a database that has no schema yet. */
  private boolean isTable() {
    return sql.sql("select to_regclass('storage_move') is not null").query(Boolean.class).single();
  }

  private static StorageMove read(ResultSet row, int index) throws SQLException {
    return new StorageMove(
        row.getObject("id", UUID.class),
        new StoragePlace(row.getString("source")),
        new StoragePlace(row.getString("target")),
        new Location(
            Optional.ofNullable(row.getString("s3_region")),
            Optional.ofNullable(row.getString("s3_endpoint")).map(URI::create),
            row.getBoolean("s3_path_style")),
        StorageMove.Phase.valueOf(row.getString("phase")),
        Optional.ofNullable(row.getObject("verified_to", UUID.class)));
  }

  /** Begins a move in the place of one that is over. */
  public void begin(StorageMove move) {
    sql.sql(
            """
            insert into storage_move
              (id, source, target, s3_region, s3_endpoint, s3_path_style, phase)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (only_one) do update set id = excluded.id, source = excluded.source,
              target = excluded.target, s3_region = excluded.s3_region,
              s3_endpoint = excluded.s3_endpoint, s3_path_style = excluded.s3_path_style,
              phase = excluded.phase, verified_to = null, changed_at = now()
            """)
        .param(move.id())
        .param(move.source().name())
        .param(move.target().name())
        .param(move.s3().region().orElse(null))
        .param(move.s3().endpoint().map(URI::toString).orElse(null))
        .param(move.s3().pathStyle())
        .param(move.phase().name())
        .update();
    announce();
  }

  /** Takes the move to its next phase and tells every node. */
  public void advance(UUID move, StorageMove.Phase phase) {
    sql.sql(
            """
            update storage_move
            set phase = :phase,
              changed_at = case when :phase = 'VERIFIED' then changed_at else now() end
            where id = :move
            """)
        .param("phase", phase.name())
        .param("move", move)
        .update();
    announce();
  }

  /** How long ago it last changed which stores count, by the database's clock. */
  public Duration sinceChange() {
    return sql.sql(
            "select (1000 * extract(epoch from now() - changed_at))::bigint from storage_move")
        .query(Long.class)
        .optional()
        .map(Duration::ofMillis)
        .orElse(Duration.ZERO);
  }

  /** Remembers how far the target was compared. */
  public void verified(UUID move, @Nullable UUID to) {
    sql.sql("update storage_move set verified_to = ? where id = ?").param(to).param(move).update();
  }

  /** No move is remembered from now on; the settings alone count. */
  public void forget() {
    sql.sql("delete from storage_move").update();
    announce();
  }

  private void announce() {
    ChangeFeed.announce(sql, ANNOUNCEMENT);
  }

  /** A node says how far it follows. */
  void report(Node node) {
    sql.sql(
            """
            insert into storage_node (node, move, phase, configured, fault) values (?, ?, ?, ?, ?)
            on conflict (node) do update set move = excluded.move, phase = excluded.phase,
              configured = excluded.configured, fault = excluded.fault, seen_at = now()
            """)
        .param(node.node())
        .param(node.move())
        .param(node.phase())
        .param(node.configured())
        .param(
            node.fault().map(text -> text.substring(0, Math.min(2000, text.length()))).orElse(null))
        .update();
    sql.sql("delete from storage_node where seen_at < now() - interval '1 hour'").update();
  }

  /** A node that ends is not waited for. */
  void gone(UUID node) {
    sql.sql("delete from storage_node where node = ?").param(node).update();
  }

  /** The nodes that were heard of in the last ten seconds. */
  public List<Node> nodes() {
    return sql.sql(
            """
            select node, move, phase, configured, fault from storage_node
            where seen_at > now() - interval '10 seconds' order by node
            """)
        .query(
            (row, index) ->
                new Node(
                    row.getObject("node", UUID.class),
                    row.getObject("move", UUID.class),
                    row.getString("phase"),
                    row.getString("configured"),
                    Optional.ofNullable(row.getString("fault"))))
        .list();
  }
}
