package io.cameo.service.ops.checklist.elsewhere;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Installation;
import io.cameo.service.ops.checklist.line.Line;
import io.cameo.service.settings.Surroundings;
import io.cameo.service.telemetry.CloudAlarms;
import io.cameo.service.telemetry.TelemetrySettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The checks of this package. */
public final class ElsewhereChecks {

  private static final String NOTHING = "Nothing is tried.";

  private ElsewhereChecks() {}

  public static List<Check> of(Installation installation) {
    Surroundings surroundings = installation.surroundings();
    return List.of(
        unknown(
            Line.SEC_3,
            "limits-at-the-load-balancer",
            "The load balancer limits requests before they reach Cameo",
            "What stands before Cameo cannot be told from here without flooding it.",
            "Look into its configuration. Cameo's own limits are the line AUD-3, and ./cameo smoke"
                + " shows that they limit."),
        new AlarmsThere(alarms(installation)),
        unknown(
            Line.MON_3,
            "logs-collected",
            "Logs are collected from all nodes",
            surroundings.production()
                ? "The log is ECS JSON on standard output; who collects it is not seen from here."
                : "The log is lines for a person outside of production.",
            "Look for the last minute of every node where your logs are (docs/operations/logs.md)."),
        new ErrorTracking(surroundings.given(), surroundings.production()),
        unknown(
            Line.TST_3,
            "limits-limit",
            "The rate limit really limits",
            "It takes uploads to see a limit, and this command makes none.",
            "Run ./cameo smoke --url URL, which uses a throwaway subject."),
        unknown(
            Line.PERF_2,
            "storage-costs",
            "What S3 costs is known",
            "The bill is not read from here.",
            "Lines INF-3, COST-1, COST-2 and COST-3 say what is stored and how; the cost model"
                + " comes with a later release."),
        new NotFromHere(
            about(
                Line.SCL_3,
                "serverless-rendering",
                "Pictures are rendered by functions that scale by themselves"),
            "No function of AWS Lambda is part of this installation: workers of the nodes render."),
        unknown(
            Line.COST_4,
            "cost-alert",
            "Somebody is told when storage costs grow",
            "Budgets of your cloud account are not read from here.",
            "Set one on S3 in the console of your account; the cost model comes with a later"
                + " release."));
  }

  private static Optional<Supplier<List<CloudAlarms.Alarm>>> alarms(Installation installation) {
    return installation
        .settings(TelemetrySettings.class)
        .cloudWatch()
        .map(told -> () -> CloudAlarms.of(told));
  }

  private static Check unknown(Line line, String name, String title, String reason, String remedy) {
    return new NotFromHere(about(line, name, title), reason, remedy);
  }

  private static About about(Line line, String name, String title) {
    return new About(line, name, title, NOTHING);
  }
}
