package io.cameo.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void padsEveryColumnToItsWidestCell() {
    Table table = new Table("who", "uploads").row("ours", 30.04).row("a longer name", 7);
    assertThat(table.toString())
        .isEqualTo(
            """
            | who           | uploads |
            | ------------- | ------- |
            | ours          | 30.0    |
            | a longer name | 7       |
            """);
  }

  @Test
  void refusesARowThatDoesNotFitItsTitles() {
    Table table = new Table("who", "uploads");
    assertThatThrownBy(() -> table.row("ours")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesNumbersWithThePrecisionTheyDeserve() {
    assertThat(Table.number(0.873)).isEqualTo("0.87");
    assertThat(Table.number(28.46)).isEqualTo("28.5");
    assertThat(Table.number(41234.6)).isEqualTo("41235");
  }

  @Test
  void showsAMissedRequirementAsMissed() {
    String table =
        Table.of(
                List.of(
                    new Ratio("ours / usual", 30, 10, 2.2), new Ratio("ours / best", 8, 10, 0.9)))
            .toString();
    assertThat(table).contains("| ours / usual | 30.0 | 10.0 | 3.00    | 2.20     | yes    |");
    assertThat(table).contains("| ours / best  | 8.00 | 10.0 | 0.80    | 0.90     | **no** |");
  }
}
