package io.cameo.service.ops.checklist;

import io.cameo.service.ops.checklist.bucket.BucketChecks;
import io.cameo.service.ops.checklist.database.DatabaseChecks;
import io.cameo.service.ops.checklist.elsewhere.ElsewhereChecks;
import io.cameo.service.ops.checklist.environment.EnvironmentChecks;
import io.cameo.service.ops.checklist.files.FileChecks;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.ops.checklist.line.Stores;
import io.cameo.service.ops.checklist.network.NetworkChecks;
import io.cameo.service.ops.checklist.running.RunningChecks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All checks of an installation. */
public final class Checklist {

  /** A look at everything is over in less than a minute, whatever does not answer. */
  private static final Duration LONGEST = Duration.ofSeconds(50);

  private final Installation installation;
  private final List<Check> checks;

  private Checklist(Installation installation, List<Check> checks) {
    this.installation = installation;
    this.checks = checks;
  }

  /** Those of this installation; nothing is opened or asked yet. */
  public static Checklist of(Installation installation) {
    return of(installation, Optional.empty());
  }

  /**
   * The same.
   *
   * @param log that is to be read through for secrets
   */
  public static Checklist of(Installation installation, Optional<Path> log) {
    Stores stores = new Stores(installation);
    return new Checklist(
        installation,
        Stream.of(
                BucketChecks.of(installation, stores),
                NetworkChecks.of(installation, stores),
                DatabaseChecks.of(installation),
                RunningChecks.of(installation),
                EnvironmentChecks.of(installation, stores),
                FileChecks.of(installation, log),
                ElsewhereChecks.of(installation))
            .flatMap(List::stream)
            .sorted(Comparator.comparing(check -> check.about().line()))
            .toList());
  }

  /** In the order of the checklist. */
  public List<Check> checks() {
    return checks;
  }

  /** Makes those of the lines. */
  public CheckReport report(Set<Line> lines) {
    Instant at = installation.clock().instant();
    long begun = System.nanoTime();
    installation.open();
    List<Finding> findings =
        new CheckRun(LONGEST, installation.scrubber(), System::nanoTime)
            .run(checks.stream().filter(each -> lines.contains(each.about().line())).toList());
    return new CheckReport(at, Duration.ofNanos(System.nanoTime() - begun), findings);
  }
}
