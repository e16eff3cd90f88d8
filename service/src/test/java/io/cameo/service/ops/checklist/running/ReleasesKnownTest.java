package io.cameo.service.ops.checklist.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.database.TestDatabase;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Mark;
import io.cameo.service.releases.Releases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether there is a release to go back to. */
@Timeout(60)
class ReleasesKnownTest {

  private static void started(TestDatabase database, String version, int hoursAgo) {
    database
        .sql()
        .sql(
            "insert into program_release (version, steps, first_started_at)"
                + " values (?, '', now() - make_interval(hours => ?))")
        .param(version)
        .param(hoursAgo)
        .update();
  }

  private static void runs(TestDatabase database, String version) {
    database
        .sql()
        .sql(
            "insert into running_node (node, version, seen_at)"
                + " values (gen_random_uuid(), ?, now() + interval '1 hour')")
        .param(version)
        .update();
  }

  @Test
  void saysWhatRunsAndWhatThereIsToGoBackTo() {
    try (TestDatabase database = TestDatabase.open()) {
      ReleasesKnown byHand = new ReleasesKnown(() -> new Releases(database.sql()), true);

      assertThat(byHand.look().mark()).as("nothing runs").isEqualTo(Mark.UNKNOWN);
      started(database, "2.0", 1);
      runs(database, "2.0");
      assertThat(byHand.look().mark()).as("the first release").isEqualTo(Mark.NOT_APPLICABLE);
      started(database, "3.0", 0);
      assertThat(byHand.look().mark())
          .as("a later one is none to go back to")
          .isEqualTo(Mark.NOT_APPLICABLE);
      started(database, "1.0", 5);
      Answer well = byHand.look();
      assertThat(well.mark()).isEqualTo(Mark.PASS);
      assertThat(String.join(" ", well.evidence()))
          .contains("1 of release 2.0", "goes back to release 1.0", "by hand");
      runs(database, "1.0");
      Answer mixed = byHand.look();
      assertThat(mixed.mark()).isEqualTo(Mark.WARN);
      assertThat(mixed.evidence().getFirst()).contains("1 of release 1.0, 1 of release 2.0");
    }
  }
}
