package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.Test;

class MigrationTest {

  @Test
  void everyMigrationCanBeTakenBackAndMadeAgain() throws Exception {
    try (TestDatabase database = TestDatabase.openEmpty();
        var connection = database.connect()) {
      Liquibase migrations =
          new Liquibase(
              "db/changelog.yaml",
              new ClassLoaderResourceAccessor(),
              DatabaseFactory.getInstance()
                  .findCorrectDatabaseImplementation(new JdbcConnection(connection)));
      migrations.update("");
      List<String> tables = tables(database);
      assertThat(tables).contains("version", "subject", "audit", "scheduled_tasks");
      int changes = migrations.getDatabase().getRanChangeSetList().size();

      migrations.rollback(changes, "");
      assertThat(tables(database)).isEmpty();

      migrations.update("");
      assertThat(tables(database)).isEqualTo(tables);
    }
  }

  private static List<String> tables(TestDatabase database) {
    return database
        .sql()
        .sql(
            """
            select relname from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'S', 'i')
              and relname not like 'databasechangelog%'
            order by relname
            """)
        .query(String.class)
        .list();
  }
}
