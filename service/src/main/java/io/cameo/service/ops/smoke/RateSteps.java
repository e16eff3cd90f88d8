package io.cameo.service.ops.smoke;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** That a limit of uploads limits, on a subject and a key that nobody else uses. */
final class RateSteps {

  /** Without a lower allowance for its own subject, no more uploads than that are sent. */
  private static final long MOST_UPLOADS = 60;

  /** Uploads beyond the allowance: other nodes follow a change within a second or two. */
  private static final int BEYOND = 10;

  private static final Duration BETWEEN = Duration.ofMillis(250);
  private static final Set<Integer> TAKEN = Set.of(200, 201);

  private RateSteps() {}

  static void limits(SmokeRun run, Proof proof) throws IOException {
    Facts facts = run.facts().orElseThrow();
    Answer report = run.callAsOperator(Call.get("/v1/admin/limits"));
    if (report.status() == 200 && !report.json().path("on").asBoolean(true)) {
      proof.skip("limits are off in this system (CAMEO_LIMITS=off)");
      return;
    }
    long allowance = run.isMarkerSet() ? ReachSteps.ALLOWANCE : facts.uploadsPerHour();
    if (allowance == 0) {
      proof.skip("uploads of a subject are not limited here (CAMEO_LIMITS, CAMEO_LIMIT_SUBJECT)");
      return;
    }
    if (allowance > MOST_UPLOADS) {
      proof.skip(
          allowance
              + " uploads an hour are more than this test sends, and the key lacks the scope limits"
              + " to set fewer for its own subject");
      return;
    }
    Optional<String> own = run.throwaway().take(run);
    Samples.Sample sample = run.samples().opaque(run.samples().transparent().middle());
    Optional<Answer> refused = useUp(run, proof, own, sample, allowance);
    if (refused.isEmpty()) {
      return;
    }
    Answer answer = run.refused(refused.get());
    told(answer, proof);
    String key = own.orElse(run.plan().key());
    Answer again = run.upload(run.names().rate(), sample.bytes(), sample.type(), key);
    proof.expect(
        again.is(429, "rate-limited"), "429 for the next one too", again.told(), Remedy.of(again));
    Answer other = run.upload(run.names().other(), sample.bytes(), sample.type(), key);
    proof.expect(
        TAKEN.contains(other.status()),
        "201 for another subject, whose allowance is its own",
        other.told(),
        Remedy.of(other));
  }

  private static Optional<Answer> useUp(
      SmokeRun run, Proof proof, Optional<String> own, Samples.Sample sample, long allowance)
      throws IOException {
    String key = own.orElse(run.plan().key());
    long most = allowance + BEYOND;
    int taken = 0;
    for (long sent = 0; sent < most; sent++) {
      Answer answer = run.upload(run.names().rate(), sample.bytes(), sample.type(), key);
      if (answer.status() == 429) {
        proof.seen(
            "429 after %d uploads of an allowance of %d, with %s"
                .formatted(taken, allowance, own.isPresent() ? "a key of its own" : "your key"));
        return Optional.of(answer);
      }
      if (answer.status() == 401 && own.isPresent() && taken == 0) {
        // Another node has not heard of the key yet.
        run.patience().pause(run.plan().atMost(BETWEEN));
        continue;
      }
      if (!proof.expect(
          TAKEN.contains(answer.status()), "200, 201 or 429", answer.told(), Remedy.of(answer))) {
        return Optional.empty();
      }
      taken++;
      if (own.isEmpty() && !run.isMarkerSet() && limitsKeys(answer)) {
        proof.skip("it would use up the allowance of your key, which can make no other");
        return Optional.empty();
      }
      if (taken >= allowance) {
        run.patience().pause(run.plan().atMost(BETWEEN));
      }
    }
    proof.broken(
        "429 rate-limited after " + allowance + " uploads an hour of one subject",
        taken + " uploads were all taken",
        "See ./cameo limits, and whether all nodes share one database (docs/operations/limits.md).");
    return Optional.empty();
  }

  private static boolean limitsKeys(Answer answer) {
    return answer.header("RateLimit-Policy").contains("\"key-");
  }

  private static void told(Answer answer, Proof proof) {
    String after = answer.header("Retry-After");
    proof.expect(
        answer.code().equals("rate-limited")
            && answer.text("policy").equals("subject-uploads")
            && after.matches("[1-9]\\d{0,5}"),
        "rate-limited with the policy subject-uploads and Retry-After",
        answer.told()
            + " with the policy "
            + answer.text("policy")
            + " and "
            + (after.isEmpty() ? "no Retry-After" : "Retry-After: " + after),
        answer.code().isEmpty()
            ? "Something before the service limits as well, and earlier: see the load balancer."
            : Remedy.of(answer));
  }
}
