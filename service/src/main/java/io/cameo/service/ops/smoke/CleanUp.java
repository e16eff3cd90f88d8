package io.cameo.service.ops.smoke;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What is done at the end of every run, however it ended: subjects are erased, the limit and the
 * key go. It does not stop when the run is to end, and takes a bounded number of calls.
 */
final class CleanUp {

  static final Step STEP =
      Step.of("clean-up", "TST-4", "nothing of this run is left", Need.NOTHING, (run, proof) -> {});

  private static final int TRIES = 3;
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final SmokeRun run;
  private final Proof proof;

  private CleanUp(SmokeRun run, Proof proof) {
    this.run = run;
    this.proof = proof;
  }

  /**
   * @param keepKey whether the throwaway key is for the next run as well
   */
  static void after(SmokeRun run, boolean keepKey, Proof proof) {
    run.wire().begin();
    CleanUp all = new CleanUp(run, proof);
    int erased = 0;
    boolean clean = true;
    for (String subject : run.used()) {
      if (all.erase(subject)) {
        erased++;
      } else {
        clean = false;
      }
    }
    // The mark of this run goes last: by it the next one finds what this one could not remove.
    if (clean
        && run.isMarkerSet()
        && all.succeeded("the limit of " + run.names().rate(), all::reset)) {
      run.markerSet(false);
    }
    if (!keepKey && run.throwaway().isMade()) {
      all.succeeded(
          "the API key " + run.names().stem(),
          () -> run.throwaway().revoke(run.wire(), run.plan().key()));
    }
    proof.seen(
        erased
            + " subjects erased"
            + (keepKey ? ", the key of this monitor kept" : ", no key left"));
  }

  private boolean erase(String subject) {
    boolean gone =
        succeeded(
            "the subject " + subject,
            () -> {
              Answer erased = send(Call.to("DELETE", SmokeRun.avatar(subject) + "?erase=true"));
              return erased.status() == 200
                  && send(Call.get(SmokeRun.avatar(subject))).is(404, "no-avatar");
            });
    if (gone) {
      run.gone(subject);
    }
    return gone;
  }

  private boolean reset() throws IOException {
    return send(ReachSteps.allowance(run.names(), Optional.empty())).status() == 200;
  }

  private Answer send(Call call) throws IOException {
    return run.wire().send(call.by(run.plan().key()));
  }

  private boolean succeeded(String what, Patience.Check removal) {
    String came = "it is still there";
    for (int i = 0; i < TRIES; i++) {
      try {
        if (removal.holds()) {
          return true;
        }
      } catch (IOException away) {
        came = String.valueOf(away.getMessage());
      }
      run.patience().await(BETWEEN);
    }
    proof.broken(
        what + " removed",
        came,
        "Remove it by hand (docs/operations/smoke.md, \"What is left\"), or run smoke again later: with"
            + " the scope limits it finds what is left.");
    return false;
  }
}
