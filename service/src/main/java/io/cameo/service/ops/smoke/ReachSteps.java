package io.cameo.service.ops.smoke;

import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Whether there is a system to try, and what earlier runs have left in it. */
final class ReachSteps {

  /** The allowance of the subject whose uploads are limited: few, so that few have to be sent. */
  static final int ALLOWANCE = 2;

  private ReachSteps() {}

  static void reach(SmokeRun run, Proof proof) throws IOException {
    Answer limits = run.call(Call.get("/v1/limits"));
    Facts facts = Facts.of(limits.json());
    if (!proof.expect(
        limits.status() == 200 && !facts.sizes().isEmpty() && facts.bytes() > 0,
        "200 with sizes and bytes",
        limits.told(),
        "See whether --url is the address of Cameo, and what stands before it.")) {
      return;
    }
    Answer status = run.call(Call.get("/v1/status"));
    proof.expect(
        status.status() == 200 && status.text("status").equals(facts.mode()),
        "200 with the status " + facts.mode(),
        status.told(),
        Remedy.of(status));
    if (proof.expect(
        facts.mode().equals("on"),
        "mode on",
        "mode " + facts.mode() + ": " + facts.message(),
        "Uploads are switched off or in maintenance, so nothing more can be tried: ./cameo switch.")) {
      run.learn(facts);
      proof.seen(
          "%d ms; sizes %s, %s, up to %d bytes"
              .formatted(limits.milliseconds(), facts.sizes(), facts.renditions(), facts.bytes()));
    }
  }

  /** Removes what killed runs have left, and leaves a mark for the case that this one is killed. */
  static void leftovers(SmokeRun run, Proof proof) throws IOException {
    Answer report = run.callAsOperator(Call.get("/v1/admin/limits"));
    if (report.status() != 200) {
      proof.expect(
          report.is(403, "forbidden"), "200, or 403 forbidden", report.told(), Remedy.of(report));
      proof.skip(
          "the key lacks the scope limits, so what a killed run has left cannot be seen: subjects"
              + " whose names hold "
              + Names.MARK);
      return;
    }
    int erased = 0;
    for (JsonNode exception : report.json().path("exceptions")) {
      String holder = exception.path("holder").asString("");
      Optional<Names> killed =
          holder.startsWith("subject=")
              ? Names.leftBy(holder.substring("subject=".length()), run.startedAt())
              : Optional.empty();
      if (killed.isPresent()) {
        erased++;
        erase(run, killed.get(), proof);
      }
    }
    Answer set = setAllowance(run, run.names(), Optional.of(ALLOWANCE));
    if (set.status() == 200) {
      run.markerSet(true);
      run.mustBeLogged(set);
    }
    proof.seen(erased == 0 ? "nothing left of earlier runs" : erased + " killed runs cleaned up");
  }

  private static void erase(SmokeRun run, Names killed, Proof proof) throws IOException {
    for (String subject : killed.all()) {
      Answer answer =
          run.callAsOperator(Call.to("DELETE", SmokeRun.avatar(subject) + "?erase=true"));
      proof.expect(
          answer.status() == 200,
          "200 for the rest of a killed run",
          answer.told(),
          Remedy.of(answer));
    }
    Answer reset = setAllowance(run, killed, Optional.empty());
    proof.expect(reset.status() == 200, "200", reset.told(), Remedy.of(reset));
  }

  private static Answer setAllowance(SmokeRun run, Names names, Optional<Integer> amount)
      throws IOException {
    return run.callAsOperator(allowance(names, amount));
  }

  /** The allowance of a run's limited subject; without an amount the usual one holds again. */
  static Call allowance(Names names, Optional<Integer> amount) {
    return Call.to("PUT", "/v1/admin/limits")
        .json(
            "{\"name\":\"subject-uploads\",\"holder\":\"subject="
                + names.rate()
                + "\""
                + amount.map(one -> ",\"amount\":" + one).orElse("")
                + "}");
  }
}
