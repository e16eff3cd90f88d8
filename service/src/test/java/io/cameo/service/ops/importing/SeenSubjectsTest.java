package io.cameo.service.ops.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameo.service.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class SeenSubjectsTest {

  @Test
  void eachIsFirstOnceInASessionAndTheNextImportBeginsAnew() throws SQLException {
    try (TestDatabase database = TestDatabase.open()) {
      try (Connection session = database.connect()) {
        SeenSubjects subjects = SeenSubjects.in(session);
        assertThat(subjects.isFirst("ann")).isTrue();
        assertThat(subjects.isFirst("Ann")).isTrue();
        assertThat(subjects.isFirst("ann")).isFalse();
      }
      try (Connection session = database.connect()) {
        assertThat(SeenSubjects.in(session).isFirst("ann")).isTrue();
      }
    }
  }

  @Test
  void aLostSessionEndsTheImportInsteadOfTakingEveryLineForTheFirst() throws SQLException {
    try (TestDatabase database = TestDatabase.open();
        Connection session = database.connect()) {
      SeenSubjects subjects = SeenSubjects.in(session);
      session.close();

      assertThatThrownBy(() -> subjects.isFirst("ann"))
          .isInstanceOf(DataAccessResourceFailureException.class)
          .hasMessageContaining("Run the same command again");
    }
  }
}
