package io.cameo.service.backup.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTablesTest {

  private static List<String> names(TestDatabase database) throws SQLException {
    try (var connection = database.connect()) {
      return SchemaTables.of(connection).stream().map(SchemaTables.SchemaTable::name).toList();
    }
  }

  private static List<String> all(TestDatabase database) {
    return database
        .sql()
        .sql("select tablename from pg_tables where schemaname = 'public'")
        .query(String.class)
        .list();
  }

  @Test
  void everyTableIsArchivedExceptThoseThatAreNamedWithAReason() throws SQLException {
    try (TestDatabase database = TestDatabase.open()) {
      List<String> left = new ArrayList<>(all(database));
      left.removeAll(names(database));

      assertThat(names(database)).contains("subject", "version", "audit", "erasure", "idempotency");
      assertThat(left).containsExactlyInAnyOrderElementsOf(SchemaTables.LEFT_OUT.keySet());
    }
  }

  /** A table that tells of subjects must be known to whoever erases, and to whoever restores. */
  @Test
  void everyTableThatNamesSubjectsIsKnownToARestore() {
    try (TestDatabase database = TestDatabase.open()) {
      assertThat(
              database
                  .sql()
                  .sql(
                      """
                      select table_name from information_schema.columns
                      where table_schema = 'public' and column_name = 'subject'
                      """)
                  .query(String.class)
                  .list())
          .as("teach RestoredRows to erase again what this table says of a subject")
          .containsExactlyInAnyOrder(
              "subject",
              "version",
              "audit",
              "upload_ticket",
              "identity",
              "thrown_switch",
              "cdn_purge",
              "notice_delivery");
    }
  }

  @Test
  void aTableComesAfterThoseItRefersToAndWithoutItsComputedColumns() throws SQLException {
    try (TestDatabase database = TestDatabase.openEmpty()) {
      database
          .sql()
          .sql(
              """
              create table "b Child" (id int primary key, "Odd ""name" text,
                twice int generated always as (id * 2) stored);
              create table a_first (id int primary key, child int references "b Child" (id));
              create table parted (at date not null, v int) partition by range (at);
              create table parted_1 partition of parted for values from ('2026-01-01') to ('2027-01-01');
              create unlogged table scratch (id int);
              """)
          .update();

      assertThat(names(database)).containsExactly("b Child", "a_first", "parted");
      try (var connection = database.connect()) {
        SchemaTables.SchemaTable child = SchemaTables.of(connection).getFirst();
        assertThat(child.quoted()).isEqualTo("\"b Child\"");
        assertThat(child.quotedColumns()).isEqualTo("\"id\", \"Odd \"\"name\"");
      }
    }
  }
}
