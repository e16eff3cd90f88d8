package io.cameo.service.ops.smoke;

import io.cameo.service.accounts.SmokeSettings;
import io.cameo.service.ops.frame.JsonForm;
import io.cameo.service.ops.frame.OpsCommand;
import io.cameo.service.ops.frame.OpsContext;
import io.cameo.service.ops.frame.OpsException;
import io.cameo.service.ops.frame.Progress;
import io.cameo.service.ops.frame.TimeForm;
import io.cameo.service.ops.frame.Verdict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cameo smoke}: tries a running system from outside. */
@Command(
    name = "smoke",
    description =
        "Try a running system from outside, from upload to erasure, and leave nothing behind.",
    mixinStandardHelpOptions = true)
public final class SmokeCommand extends OpsCommand {

  private static final Duration SHORTEST_ROUND = Duration.ofSeconds(10);

  @Option(
      names = "--url",
      paramLabel = "URL",
      required = true,
      description = "Where the system is, as your back end calls it.")
  private String url = "";

  @Mixin private final SmokeKey key = new SmokeKey();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Certificates of a private authority (PEM), which alone is trusted then.")
  private Optional<Path> authority = Optional.empty();

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description =
          "A file that the service's log goes to: requests are looked for in it, and secrets. Of"
              + " several nodes, one each.")
  private List<Path> logs = List.of();

  @Option(
      names = "--scan",
      paramLabel = "on|off|auto",
      description = "Whether there must be a virus scanner; auto cannot tell a missing one.")
  private SmokePlan.Scan scan = SmokePlan.Scan.AUTO;

  @Option(
      names = "--subjects",
      paramLabel = "PREFIX",
      description = "What subjects begin with, for a key that is good for some only.")
  private String prefix = "";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = TimeForm.class,
      description = "The most that one call may take (30s).")
  private Duration timeout = Duration.ofSeconds(30);

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      converter = TimeForm.class,
      description = "The most that is waited for formats, for the CDN and its proof (90s).")
  private Duration waits = Duration.ofSeconds(90);

  @Option(names = "--junit", paramLabel = "FILE", description = "Write a JUnit report as well.")
  private Optional<Path> junit = Optional.empty();

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = TimeForm.class,
      description = "Repeat until ended, such as 5m, and say on /metrics how it went.")
  private Optional<Duration> every = Optional.empty();

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = "With --every: the port of /metrics (8082; 0 takes a free one).")
  private int metricsPort = 8082;

  @Option(
      names = "--metrics-address",
      paramLabel = "ADDRESS",
      description = "With --every: the address to listen on (127.0.0.1).")
  private String metricsAddress = "127.0.0.1";

  @Mixin private final JsonForm json = new JsonForm();

  @Override
  protected Verdict run(OpsContext context) throws Exception {
    SmokePlan plan = plan(context);
    Patience patience = new Patience();
    ThrowawayKey throwaway =
        new ThrowawayKey(
            context.clock(),
            every.isPresent() ? Duration.ofHours(6) : Names.LONGEST_RUN.multipliedBy(2));
    Ending ending = Ending.watch(patience);
    try (Wire wire = wire(plan)) {
      Smoke smoke = new Smoke(plan, wire, context.clock(), patience, throwaway);
      try {
        return every.isPresent()
            ? watch(context, smoke, patience, every.get())
            : once(context, smoke);
      } finally {
        revoke(context, wire, throwaway, plan);
      }
    } finally {
      ending.done();
    }
  }

  /** A monitor's key outlives its runs. */
  private static void revoke(
      OpsContext context, Wire wire, ThrowawayKey throwaway, SmokePlan plan) {
    try {
      wire.begin();
      if (!throwaway.revoke(wire, plan.key())) {
        context.say("The throwaway key could not be revoked; it ends by itself within hours.");
      }
    } catch (IOException away) {
      context.say("The throwaway key could not be revoked; it ends by itself within hours.");
    }
  }

  private Verdict once(OpsContext context, Smoke smoke) throws IOException {
    SmokeReport report;
    try (Progress progress = context.progress("smoke", SmokeSteps.ALL.size() + 1)) {
      report =
          smoke.run(
              SmokeSteps.ALL,
              false,
              step -> {
                progress.note(step);
                progress.advance(1);
              });
    }
    tell(context, report);
    return Verdict.wellIf(report.well());
  }

  private Verdict watch(OpsContext context, Smoke smoke, Patience patience, Duration round)
      throws IOException {
    InetSocketAddress address = listening();
    boolean well = true;
    try (Monitor monitor = Monitor.listen(address)) {
      context.say("Metrics at http://" + metricsAddress + ":" + monitor.port() + "/metrics");
      // One thread and one loop: a run that takes longer than a round delays the next.
      while (!patience.isOver()) {
        long began = System.nanoTime();
        SmokeReport report = smoke.run(SmokeSteps.ALL, true, step -> {});
        monitor.note(report);
        well = report.well();
        tellShortly(context, report);
        patience.await(round.minusNanos(System.nanoTime() - began));
      }
    } catch (java.net.BindException taken) {
      throw OpsException.problem(
          "The port "
              + metricsPort
              + " of "
              + metricsAddress
              + " cannot be had ("
              + taken.getMessage()
              + "). Name another one with --metrics-port.",
          taken);
    }
    return Verdict.wellIf(well);
  }

  private void tell(OpsContext context, SmokeReport report) throws IOException {
    write(report);
    if (json.isAsked()) {
      context.printJson(report.document());
    } else {
      report.table().forEach(context::print);
    }
  }

  private void tellShortly(OpsContext context, SmokeReport report) throws IOException {
    write(report);
    if (json.isAsked()) {
      context.printJsonLine(report.document());
      return;
    }
    context.print(report.startedAt() + " " + report.summary());
    if (!report.well()) {
      report.steps().stream()
          .filter(step -> step.outcome() == Outcome.FAILED)
          .flatMap(
              step -> step.broken().stream().map(one -> step.step().name() + ": " + one.came()))
          .forEach(context::print);
    }
  }

  private static void requireWritable(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException cannot) {
      throw OpsException.wrongUse(
          "--junit "
              + file
              + " cannot be written: name a file in a folder that is there ("
              + cannot.getClass().getSimpleName()
              + ").");
    }
  }

  private InetSocketAddress listening() {
    InetSocketAddress address = new InetSocketAddress(metricsAddress, metricsPort);
    if (address.isUnresolved()) {
      throw OpsException.wrongUse(
          "--metrics-address " + metricsAddress + " is no address of this machine.");
    }
    return address;
  }

  private void write(SmokeReport report) throws IOException {
    if (junit.isPresent()) {
      Files.writeString(junit.get(), report.junit());
    }
  }

  private Wire wire(SmokePlan plan) {
    try {
      return new Wire(plan.url(), timeout, authority);
    } catch (IOException | GeneralSecurityException unusable) {
      throw OpsException.wrongUse(
          "--ca "
              + authority.map(Path::toString).orElse("")
              + " holds no certificates in PEM: "
              + unusable.getMessage());
    }
  }

  private SmokePlan plan(OpsContext context) {
    if (every.isPresent() && every.get().compareTo(SHORTEST_ROUND) < 0) {
      throw OpsException.wrongUse("--every takes 10s at least, for example 5m.");
    }
    if (metricsPort < 0 || metricsPort > 65_535) {
      throw OpsException.wrongUse("--metrics-port takes a port from 0 to 65535.");
    }
    every.ifPresent(round -> listening());
    if (!prefix.matches("[A-Za-z0-9._~@:-]{0,60}")) {
      throw OpsException.wrongUse(
          "--subjects takes up to 60 characters of A-Z a-z 0-9 . _ ~ @ : - as subjects have.");
    }
    for (Path log : logs) {
      if (!Files.isRegularFile(log) || !Files.isReadable(log)) {
        throw OpsException.wrongUse("--log " + log + " is no file that can be read here.");
      }
    }
    // A report that cannot be written should not be waited for.
    junit.ifPresent(SmokeCommand::requireWritable);
    return new SmokePlan(
        SmokeAddress.of(url),
        key.read(context.settings(SmokeSettings.class)),
        prefix,
        scan,
        List.copyOf(logs),
        waits);
  }
}
