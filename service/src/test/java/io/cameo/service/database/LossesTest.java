package io.cameo.service.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What statements would take away. */
@Timeout(60)
class LossesTest {

  @Test
  void everyLossIsSeenAndWhatIsNotUnderstoodIsOne() throws SQLException {
    try (TestDatabase database = TestDatabase.open();
        Connection connection = database.dataSource().getConnection()) {
      database.sql().sql("create table box (a int, b text, c text)").update();
      database.sql().sql("create table shelf (a int)").update();
      database.sql().sql("create sequence numbers").update();
      database.sql().sql("insert into box values (1, 'x', null)").update();

      assertThat(of(connection, "drop table box, shelf;"))
          .containsExactly("table box with 1 rows!", "table shelf with 0 rows");
      assertThat(of(connection, "alter table box drop column a, drop b, drop column if exists c"))
          .containsExactly(
              "column a of table box with 1 values!",
              "column b of table box with 1 values!",
              "column c of table box with 0 values");
      assertThat(of(connection, "alter table box alter column a type bigint"))
          .containsExactly("column a of table box gets another type!");
      assertThat(of(connection, "drop sequence numbers"))
          .containsExactly("sequence numbers, which stands at 1");
      assertThat(of(connection, "update box set b = 'drop table shelf; and more'"))
          .containsExactly("rows of table box are changed or deleted!");
      assertThat(of(connection, "vacuum full; drop schema public cascade"))
          .containsExactly(
              "what this statement takes away is not known: vacuum full!",
              "what this statement takes away is not known: drop schema public cascade!");
      assertThat(
              of(
                  connection,
                  """
                  alter table box drop constraint if exists box_a, alter column a drop not null,
                    alter column b drop default;
                  drop index concurrently if exists box_b; set lock_timeout = 0;
                  create or replace function f() returns int language plpgsql as $$
                  begin delete from box; drop table shelf; return 1; end $$;
                  alter table box reset (fillfactor); drop trigger t on box; drop function f();
                  """))
          .isEmpty();
    }
  }

  /** Those that hold something with a mark behind them. */
  private static List<String> of(Connection connection, String statements) throws SQLException {
    return Losses.of(statements, connection).stream()
        .map(loss -> loss.sentence() + (loss.ofData() ? "!" : ""))
        .toList();
  }
}
