package io.cameo.service.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What main code does not call. A class that has to is named here with its reason; a name that no
 * longer calls it must go.
 */
class ForbiddenCallsTest {

  private static final String WORKERS_VOICE =
      "a worker has no log: its last words go to the service on the pipe of its errors";

  @Test
  void theTimeComesFromAClock() {
    assertOnlyIn(
        Map.of(),
        "tests move the time by hand, which a call past the clock would not feel",
        "java.time.Instant.now",
        "java.time.LocalDate.now",
        "java.time.LocalDateTime.now",
        "java.time.OffsetDateTime.now",
        "java.time.ZonedDateTime.now",
        "java.lang.System.currentTimeMillis");
    assertOnlyIn(
        Map.of("io.cameo.service.Application", "the one clock, handed to all"),
        "one clock is made, in one place",
        "java.time.Clock.systemUTC",
        "java.time.Clock.systemDefaultZone",
        "java.time.Clock.system");
  }

  @Test
  void theEnvironmentIsReadInOnePlace() {
    assertOnlyIn(
        Map.of("io.cameo.service.Application", "the environment becomes Settings here"),
        "a setting that is read elsewhere is neither checked nor documented",
        "java.lang.System.getenv");
  }

  @Test
  void everyPoolOfConnectionsIsOneWhoseStatementsEnd() {
    assertOnlyIn(
        Map.of(
            "io.cameo.service.database.DatabaseConfiguration",
            "StatementTimeoutTest, and behind a pooler PoolerTest",
            "io.cameo.service.database.CommandDatabase",
            "StatementTimeoutTest",
            "io.cameo.service.database.Replica",
            "ReplicaTest"),
        "a pool without a limit on its statements lets one of them hold the service; name the test"
            + " that shows its limit",
        "com.zaxxer.hikari.HikariConfig.<init>",
        "com.zaxxer.hikari.HikariDataSource.<init>");
  }

  @Test
  void everyJobIsNamedInOnePlace() {
    assertOnlyIn(
        Map.of(
            "io.cameo.service.jobs.Job", "their names",
            "io.cameo.service.jobs.AskedFigures", "takes one of these names"),
        "a job with another name would be taken for one of another release by ./cameo check",
        "com.github.kagkarlsson.scheduler.task.helper.Tasks.recurring",
        "com.github.kagkarlsson.scheduler.task.helper.Tasks.recurringWithPersistentSchedule",
        "com.github.kagkarlsson.scheduler.task.helper.Tasks.custom",
        "com.github.kagkarlsson.scheduler.task.helper.Tasks.oneTime");
  }

  @Test
  void noMainCodeSleeps() {
    assertOnlyIn(
        Map.of(
            "io.cameo.service.database.embedded.Supervisor",
            "the pause between two attempts to start a server, on the starting thread"),
        "waiting for a time instead of a condition is too long or too short, and cannot be ended",
        "java.lang.Thread.sleep",
        "java.util.concurrent.TimeUnit.sleep");
  }

  @Test
  void randomnessIsSecure() {
    assertOnlyIn(
        Map.of(
            "io.cameo.service.http.RequestIdFilter",
            "an id to find log lines by, which nobody gains by guessing",
            "io.cameo.service.database.embedded.Supervisor",
            "a port to try",
            "io.cameo.image.worker.Lane",
            "spreads the restarts of workers"),
        "an id that can be guessed is an address that can be guessed",
        "java.util.Random.<init>",
        "java.lang.Math.random",
        "java.util.concurrent.ThreadLocalRandom.current");
  }

  @Test
  void nothingWritesPastTheLog() {
    assertOnlyIn(
        Map.of(
            "io.cameo.service.Application",
            "what stops a start is for the operator's terminal",
            "io.cameo.service.accounts.AccountConfiguration",
            "a new admin key is shown once and must not be in a log",
            "io.cameo.image.worker.WorkerMain",
            WORKERS_VOICE,
            "io.cameo.image.worker.WorkerLoop",
            WORKERS_VOICE,
            "io.cameo.image.sandbox.Launcher",
            WORKERS_VOICE,
            "io.cameo.image.sandbox.LinuxSandbox",
            WORKERS_VOICE,
            "io.cameo.image.worker.RequestFeed",
            WORKERS_VOICE),
        "what is not in the log has no level, no request id and no form that a machine reads",
        "java.lang.System.out",
        "java.lang.System.err",
        "java.lang.Throwable.printStackTrace");
  }

  /**
   * @param allowed top-level classes that may, with the reason
   */
  private static void assertOnlyIn(Map<String, String> allowed, String because, String... members) {
    Set<String> forbidden = Set.of(members);
    Map<String, List<String>> callers = new TreeMap<>();
    int looked = 0;
    for (JavaClass type : Project.classes()) {
      for (String accessed : accesses(type)) {
        looked++;
        if (forbidden.contains(accessed)) {
          callers.computeIfAbsent(topLevel(type), name -> new ArrayList<>()).add(accessed);
        }
      }
    }
    assertThat(looked).as("calls looked at").isGreaterThan(1_000);
    assertThat(callers.keySet())
        .as("%s; callers: %s", because, callers)
        .isEqualTo(allowed.keySet());
  }

  /** Everything a class calls, refers to by :: or reads, as type and member. */
  private static List<String> accesses(JavaClass type) {
    Stream<JavaAccess<?>> calls = type.getAccessesFromSelf().stream().map(access -> access);
    Stream<String> targets =
        calls.map(
            access ->
                access.getTarget().getOwner().getFullName() + "." + access.getTarget().getName());
    Stream<String> references =
        type.getCodeUnits().stream().flatMap(ForbiddenCallsTest::references).map(target -> target);
    return Stream.concat(targets, references).collect(Collectors.toList());
  }

  private static Stream<String> references(JavaCodeUnit unit) {
    return Stream.concat(
            unit.getMethodReferencesFromSelf().stream(),
            unit.getConstructorReferencesFromSelf().stream())
        .map(
            reference ->
                reference.getTarget().getOwner().getFullName()
                    + "."
                    + reference.getTarget().getName());
  }

  private static String topLevel(JavaClass type) {
    String name = type.getFullName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }
}
