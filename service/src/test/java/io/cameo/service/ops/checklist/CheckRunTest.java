package io.cameo.service.ops.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameo.service.observability.Scrubber;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Mark;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of checks that answer, throw, hang or are too many. */
class CheckRunTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private static Check check(String name, Duration limit, Callable<Answer> look) {
    return new Check() {
      @Override
      public About about() {
        return new About(Line.DB_2, name, "title", "How.");
      }

      @Override
      public Answer look() throws Exception {
        return look.call();
      }

      @Override
      public Duration limit() {
        return limit;
      }
    };
  }

  private static List<Finding> run(Duration all, List<Check> checks) {
    Scrubber scrubber = Scrubber.of(Map.of("CAMEO_ADMIN_KEY", "the-planted-secret"));
    return new CheckRun(all, scrubber, System::nanoTime).run(checks);
  }

  @Test
  void allAnswersComeInTheOrderOfTheChecks() {
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String name = "check-" + i;
      checks.add(check(name, LONG, () -> Answer.pass(name)));
    }

    assertThat(run(LONG, checks))
        .allMatch(finding -> finding.mark() == Mark.PASS)
        .extracting(finding -> finding.answer().evidence().getFirst())
        .isEqualTo(checks.stream().map(check -> check.about().name()).toList());
  }

  @Test
  void whatThrowsIsUnknownWithItsReasonAndWithoutItsSecrets() {
    List<Finding> findings =
        run(
            LONG,
            List.of(
                check(
                    "throws",
                    LONG,
                    () -> {
                      throw new IOException("the server refused the-planted-secret");
                    }),
                check(
                    "fails",
                    LONG,
                    () -> {
                      throw new AssertionError();
                    }),
                check("says", LONG, () -> Answer.fail("it is the-planted-secret", "change it"))));

    assertThat(findings).extracting(Finding::mark).startsWith(Mark.UNKNOWN, Mark.UNKNOWN);
    assertThat(findings.getFirst().answer().evidence()).containsExactly("the server refused ***");
    assertThat(findings.getFirst().answer().remedy()).contains("./cameo check --only DB-2");
    assertThat(findings.get(1).answer().evidence()).containsExactly("AssertionError");
    assertThat(findings.getLast().answer().evidence()).containsExactly("it is ***");
  }

  @Test
  void whatHangsIsUnknownAndHoldsUpNobody() {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    List<Check> checks = new ArrayList<>();
    checks.add(
        check(
            "hangs",
            Duration.ofMillis(50),
            () -> {
              try {
                never.await();
              } catch (InterruptedException ended) {
                interrupted.countDown();
              }
              return Answer.pass("too late");
            }));
    checks.add(check("answers", LONG, () -> Answer.pass("soon")));

    List<Finding> findings = run(LONG, checks);

    assertThat(findings).extracting(Finding::mark).containsExactly(Mark.UNKNOWN, Mark.PASS);
    assertThat(findings.getFirst().answer().evidence().getFirst()).startsWith("No answer after");
    assertThat(interrupted)
        .satisfies(ended -> assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue());
  }

  @Test
  void whenTheTimeOfAllIsUpTheRestIsUnknown() {
    CountDownLatch never = new CountDownLatch(1);
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      checks.add(
          check(
              "hangs-" + i,
              LONG,
              () -> {
                never.await();
                return Answer.pass("never");
              }));
    }

    assertThat(run(Duration.ofMillis(200), checks))
        .hasSize(20)
        .allMatch(finding -> finding.mark() == Mark.UNKNOWN);
  }

  @Test
  void fewAreMadeAtTheSameTime() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      checks.add(
          check(
              "check-" + i,
              LONG,
              () -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                Thread.yield();
                now.decrementAndGet();
                return Answer.pass("made");
              }));
    }

    assertThat(run(LONG, checks)).allMatch(finding -> finding.mark() == Mark.PASS);
    assertThat(most.get()).isBetween(1, 8);
  }
}
