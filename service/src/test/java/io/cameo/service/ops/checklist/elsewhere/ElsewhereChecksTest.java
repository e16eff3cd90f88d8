package io.cameo.service.ops.checklist.elsewhere;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.TestSettings;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Mark;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.Terminal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be tried never passes, and says where to look. */
class ElsewhereChecksTest {

  @Test
  void noneOfThemPasses(@TempDir Path data) throws Exception {
    List<Check> checks =
        ElsewhereChecks.of(
            new Installation(
                new OpsContext(
                    TestSettings.of(data, Map.of("NODE_ENV", "production")),
                    Clock.systemUTC(),
                    new Terminal(System.out, System.err, false))));

    assertThat(checks).hasSizeGreaterThan(5);
    for (Check check : checks) {
      Answer answer = check.look();
      assertThat(answer.mark())
          .as(check.about().name())
          .isIn(Mark.UNKNOWN, Mark.NOT_APPLICABLE, Mark.WARN);
      assertThat(answer.evidence()).as(check.about().name()).isNotEmpty();
      if (answer.mark() == Mark.UNKNOWN) {
        assertThat(answer.remedy()).as(check.about().name()).isNotEmpty();
      }
    }
  }

  @Test
  void aTrackerThatIsSetIsNotTakenForOneThatWorks() {
    assertThat(new ErrorTracking(Set.of(), true).look().mark()).isEqualTo(Mark.WARN);
    assertThat(new ErrorTracking(Set.of(), false).look().mark()).isEqualTo(Mark.NOT_APPLICABLE);
    assertThat(new ErrorTracking(Set.of("SENTRY_DSN"), true).look().mark()).isEqualTo(Mark.UNKNOWN);
  }
}
