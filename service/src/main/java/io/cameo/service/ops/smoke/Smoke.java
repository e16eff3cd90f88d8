package io.cameo.service.ops.smoke;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs steps once, and cleans up whatever happens. */
final class Smoke {

  private final SmokePlan plan;
  private final Wire wire;
  private final Clock clock;
  private final Patience patience;
  private final ThrowawayKey throwaway;

  Smoke(SmokePlan plan, Wire wire, Clock clock, Patience patience, ThrowawayKey throwaway) {
    this.plan = plan;
    this.wire = wire;
    this.clock = clock;
    this.patience = patience;
    this.throwaway = throwaway;
  }

  /**
   * @param steps in their order
   * @param keepKey whether another run follows, which needs the throwaway key
   * @param begins hears each step's name before it is tried
   */
  SmokeReport run(List<Step> steps, boolean keepKey, Consumer<String> begins) {
    Instant began = clock.instant();
    long start = System.nanoTime();
    wire.begin();
    SmokeRun run = new SmokeRun(plan, wire, began, patience, throwaway);
    List<StepResult> results = new ArrayList<>();
    try {
      for (Step step : steps) {
        begins.accept(step.name());
        results.add(tried(step, run));
      }
    } finally {
      begins.accept(CleanUp.STEP.name());
      long cleaning = System.nanoTime();
      Proof proof = new Proof(run::clean);
      CleanUp.after(run, keepKey && !patience.isOver(), proof);
      results.add(StepResult.of(CleanUp.STEP, proof, since(cleaning)));
    }
    return new SmokeReport(plan.url(), began, since(start), List.copyOf(results));
  }

  private StepResult tried(Step step, SmokeRun run) {
    Optional<String> missing = step.need().missing(run);
    if (patience.isOver()) {
      return StepResult.skipped(step, "the run was ended before");
    }
    if (missing.isPresent()) {
      return StepResult.skipped(step, missing.get());
    }
    Proof proof = new Proof(run::clean);
    long began = System.nanoTime();
    try {
      step.trial().of(run, proof);
    } catch (Patience.StoppedException ended) {
      proof.skip("the run was ended meanwhile");
    } catch (IOException noAnswer) {
      proof.broken(
          "an answer",
          String.valueOf(noAnswer.getMessage()),
          "See whether the system runs (./cameo serve, /readyz) and can be reached from here; a private"
              + " authority is named by --ca FILE.");
    } catch (RuntimeException nonsense) {
      proof.broken(
          "an answer that can be read",
          String.valueOf(nonsense),
          "See whether it is Cameo that answers, of this release.");
    }
    return StepResult.of(step, proof, since(began));
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
