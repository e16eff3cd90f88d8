package io.cameo.bench.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The indexes and keys of the schema's tables while they are dropped, as the database itself
 * describes them.
 *
 * @param keys statements that add what is a key
 * @param others statements that make what is only an index
 */
record Indexes(List<String> keys, List<String> others) {

  private static final String KEYS =
      """
      select 'alter table ' || conrelid::regclass || ' add constraint ' || quote_ident(conname) || ' '
          || pg_get_constraintdef(oid),
        'alter table ' || conrelid::regclass || ' drop constraint ' || quote_ident(conname)
      from pg_constraint
      where contype in ('p', 'u') and connamespace = 'public'::regnamespace
        and conrelid::regclass::text in ('subject', 'version', 'audit')
      """;

  private static final String OTHERS =
      """
      select pg_get_indexdef(indexrelid), 'drop index ' || indexrelid::regclass
      from pg_index
      where indrelid::regclass::text in ('subject', 'version', 'audit')
        and not exists (select from pg_constraint where conindid = indexrelid)
      """;

  Indexes {
    keys = List.copyOf(keys);
    others = List.copyOf(others);
  }

  /** Drops those of the large tables. */
  static Indexes drop(Statement statement) throws SQLException {
    return new Indexes(drop(statement, KEYS), drop(statement, OTHERS));
  }

  private static List<String> drop(Statement statement, String question) throws SQLException {
    List<String> make = new ArrayList<>();
    List<String> drop = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(question)) {
      while (rows.next()) {
        make.add(rows.getString(1));
        drop.add(rows.getString(2));
      }
    }
    for (String one : drop) {
      statement.execute(one);
    }
    return make;
  }

  /** Makes them anew. */
  void build(Statement statement) throws SQLException {
    for (String key : keys) {
      statement.execute(key);
    }
    for (String other : others) {
      statement.execute(other);
    }
  }
}
