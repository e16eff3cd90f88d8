package io.cameo.service.backup.tables;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables of a database that belong into an archive: all, so that a table which a later release
 * brings is not forgotten, except those that are named here.
 */
public final class SchemaTables {

  /** Tables that stay behind, with the reason. Unlogged ones stay behind as well. */
  static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("databasechangelog", "the manifest holds the changesets"),
          Map.entry("databasechangeloglock", "a lock of a running program"),
          Map.entry("scheduled_tasks", "jobs belong to the running service, which makes them anew"),
          Map.entry("limit_bucket", "losing it only forgives a caller"),
          Map.entry("limit_level", "losing it only forgives a caller"),
          Map.entry("backup", "tells of this system's backups, not of what was backed up"),
          Map.entry("reap_failure", "how a store behaved; the clean-up finds out anew"),
          Map.entry("gc_run", "how far a comparison of this system's store was"),
          Map.entry(
              "upload_ticket", "uploads on their way to this system; a client asks for a new one"),
          Map.entry(
              "api_key",
              "keys of this system: no archive brings a revoked one back, or its hash away"),
          Map.entry(
              "thrown_switch",
              "what is switched off in this system; a restored one begins with all as usual"),
          Map.entry(
              "notice", "what users of this system are told; no archive brings an old word back"),
          Map.entry("notice_event", "as the notices"),
          Map.entry(
              "notice_delivery", "who was told in this system: a restored one tells nobody again"),
          Map.entry("notice_endpoint", "what this system's endpoints have answered"),
          Map.entry("token_use", "used tokens of this system stay used"),
          Map.entry("rescan", "how far a scan of this system's masters was"),
          Map.entry("rescan_aside", "a restored system scans all of its masters anew"),
          Map.entry(
              "region_copy", "which copies this system's regions lack; noted anew by the backfill"),
          Map.entry("region_backfill", "losing it makes every region be compared anew"),
          Map.entry("region_deletion", "what this system's regions must delete; it stays as it is"),
          Map.entry("cdn_purge", "what this system's CDN must still let go of; it stays as it is"),
          Map.entry("cdn_proof", "what this system's CDN has shown; it stays as it is"),
          Map.entry("gc_suspect", "objects of this system's store, to be seen anew"),
          Map.entry(
              "storage_move",
              "where this system's pictures are; the settings of the restored one say it"),
          Map.entry("storage_node", "running nodes of this system"),
          Map.entry("program_release", "which programs have run on this system"),
          Map.entry("running_node", "running nodes of this system"),
          Map.entry("rollback_run", "a rollback of this system"),
          Map.entry("import_run", "an import that is under way in this system"),
          Map.entry("import_done", "how far an import of this system is"));

  /**
   * A table and the columns that are copied: all but those that PostgreSQL computes.
   *
   * @param quoted the name as it stands in a statement
   */
  record SchemaTable(String name, String quoted, List<String> columns) {

    String quotedColumns() {
      return quote(columns);
    }
  }

  private SchemaTables() {}

  static String quote(List<String> columns) {
    return String.join(
        ", ", columns.stream().map(name -> '"' + name.replace("\"", "\"\"") + '"').toList());
  }

  /** The archived tables of the current schema; one that refers to another comes after it. */
  static List<SchemaTable> of(Connection connection) throws SQLException {
    Map<String, SchemaTable> tables = new LinkedHashMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                select c.relname, format('%I', c.relname),
                  array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '')
                from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                where c.relnamespace = current_schema()::regnamespace
                  and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
                group by c.relname
                order by c.relname
                """);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        String name = rows.getString(1);
        if (!LEFT_OUT.containsKey(name)) {
          String[] columns = (String[]) rows.getArray(3).getArray();
          tables.put(name, new SchemaTable(name, rows.getString(2), List.of(columns)));
        }
      }
    }
    return ordered(tables, references(connection));
  }

  private static Map<String, Set<String>> references(Connection connection) throws SQLException {
    Map<String, Set<String>> references = new LinkedHashMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                """
                select f.relname, t.relname
                from pg_constraint k
                join pg_class f on f.oid = k.conrelid
                join pg_class t on t.oid = k.confrelid
                where k.contype = 'f' and k.connamespace = current_schema()::regnamespace
                """);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        references
            .computeIfAbsent(rows.getString(1), name -> new LinkedHashSet<>())
            .add(rows.getString(2));
      }
    }
    return references;
  }

  private static List<SchemaTable> ordered(
      Map<String, SchemaTable> tables, Map<String, Set<String>> references) {
    List<SchemaTable> ordered = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    tables.keySet().forEach(name -> visit(name, tables, references, seen, ordered));
    return ordered;
  }

  private static void visit(
      String name,
      Map<String, SchemaTable> tables,
      Map<String, Set<String>> references,
      Set<String> seen,
      List<SchemaTable> ordered) {
    SchemaTable table = tables.get(name);
    if (table == null || !seen.add(name)) {
      return;
    }
    references
        .getOrDefault(name, Set.of())
        .forEach(target -> visit(target, tables, references, seen, ordered));
    ordered.add(table);
  }
}
