package io.cameo.service.ops.smoke;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Replacement, deletion, its undoing, and erasure: what is gone is seen to be gone. */
final class RemovalSteps {

  private static final Set<Integer> GONE = Set.of(404, 410);

  private RemovalSteps() {}

  static void replace(SmokeRun run, Proof proof) throws IOException {
    Shown first = run.first().orElseThrow();
    Samples.Sample sample = run.samples().opaque(first.sample().middle());
    Answer answer = run.upload(run.names().main(), sample);
    if (!proof.expect(
        answer.status() == 201 && !answer.text("version").equals(first.version()),
        "201 with another version",
        answer.told(),
        Remedy.of(answer))) {
      return;
    }
    Shown second = Shown.of(answer.json(), sample);
    run.second(second);
    long began = System.nanoTime();
    if (proof.expect(
        run.patience().until(StableSteps.patience(run), () -> showsCurrent(run, second)),
        "the new picture at the stable address",
        stableJpeg(run, second).told() + ", still not the new one",
        run.hasCdn()
            ? "The CDN is not purged, or another cache keeps the old picture: docs/operations/cdn.md."
            : "A cache before the service keeps the old picture: docs/operations/delivery.md.")) {
      proof.seen(
          "201 after %d ms; the new picture at the stable address %d ms later"
              .formatted(answer.milliseconds(), (System.nanoTime() - began) / 1_000_000));
    }
    old(run, first, proof);
  }

  /** What becomes of the picture that was replaced: it is there for its grace time. */
  private static void old(SmokeRun run, Shown first, Proof proof) throws IOException {
    Answer versions =
        run.callAsOperator(Call.get(SmokeRun.avatar(run.names().main()) + "/versions"));
    boolean kept = false;
    for (JsonNode one : versions.json().path("versions")) {
      if (one.path("version").asString("").equals(first.version())) {
        kept = true;
        proof.expect(
            one.path("state").asString("").equals("RETIRED"),
            "the replaced version RETIRED",
            one.path("state").asString(""),
            Remedy.of(versions));
      }
    }
    Answer address =
        run.call(
            Call.to("GET", first.url(StableSteps.largest(first), "jpg").orElse(first.stable())));
    proof.seen(
        kept
            ? "the replaced one is RETIRED and its own address answers "
                + address.status()
                + ": it is kept for CAMEO_GRACE, then the reaper deletes it (cameo_reaper_due), which"
                + " this test does not wait for"
            : "the replaced one is kept no longer, its own address answers " + address.status());
  }

  private static Answer stableJpeg(SmokeRun run, Shown avatar) throws IOException {
    return run.call(Call.to("GET", avatar.stable() + ".jpg?s=" + StableSteps.largest(avatar)));
  }

  private static boolean showsCurrent(SmokeRun run, Shown avatar) throws IOException {
    Optional<String> rendition = avatar.url(StableSteps.largest(avatar), "jpg");
    return rendition.isPresent()
        && Arrays.equals(
            stableJpeg(run, avatar).body(), run.call(Call.to("GET", rendition.get())).body());
  }

  static void delete(SmokeRun run, Proof proof) throws IOException {
    Shown second = run.second().orElseThrow();
    Answer deleted = run.callAsOperator(Call.to("DELETE", SmokeRun.avatar(run.names().main())));
    if (proof.expect(deleted.status() == 204, "204", deleted.told(), Remedy.of(deleted))) {
      goneEverywhere(run, List.of(second), proof);
    }
  }

  static void revert(SmokeRun run, Proof proof) throws IOException {
    Shown second = run.second().orElseThrow();
    Answer back =
        run.callAsOperator(Call.to("POST", SmokeRun.avatar(run.names().main()) + "/revert"));
    if (back.is(409, "nothing-to-revert")) {
      proof.skip("deleted pictures are not kept here (CAMEO_GRACE)");
      return;
    }
    if (!proof.expect(
        back.status() == 200 && back.text("version").equals(second.version()),
        "200 with the version " + second.version(),
        back.told(),
        Remedy.of(back))) {
      return;
    }
    if (proof.expect(
        run.patience().until(StableSteps.patience(run), () -> showsCurrent(run, second)),
        "the picture at its addresses again",
        stableJpeg(run, second).told(),
        Remedy.of(back))) {
      proof.seen("the deleted picture is current again");
    }
  }

  static void erase(SmokeRun run, Proof proof) throws IOException {
    String subject = run.names().main();
    Answer erased = run.callAsOperator(Call.to("DELETE", SmokeRun.avatar(subject) + "?erase=true"));
    if (!proof.expect(
        erased.status() == 200 && !erased.text("certificate").isEmpty(),
        "200 with a certificate",
        erased.told(),
        Remedy.of(erased))) {
      return;
    }
    List<Shown> both = new ArrayList<>();
    run.first().ifPresent(both::add);
    run.second().ifPresent(both::add);
    boolean gone = goneEverywhere(run, both, proof);
    Answer undo = run.callAsOperator(Call.to("POST", SmokeRun.avatar(subject) + "/revert"));
    proof.expect(
        undo.is(409, "nothing-to-revert"), "409 nothing-to-revert", undo.told(), Remedy.of(undo));
    certificate(run, erased, proof);
    if (gone) {
      run.gone(subject);
    }
  }

  /** No answer has the bytes any more, at no address that was ever given out. */
  private static boolean goneEverywhere(SmokeRun run, List<Shown> all, Proof proof)
      throws IOException {
    String subject = run.names().main();
    Answer avatar = run.callAsOperator(Call.get(SmokeRun.avatar(subject)));
    boolean gone =
        proof.expect(
            avatar.is(404, "no-avatar"), "404 no-avatar", avatar.told(), Remedy.of(avatar));
    int addresses = 0;
    // One time for all addresses together: a system that lets nothing go is told soon.
    long began = System.nanoTime();
    for (Shown one : all) {
      for (String address : one.addresses()) {
        addresses++;
        gone &=
            proof.expect(
                run.patience()
                    .until(
                        StableSteps.patience(run).minusNanos(System.nanoTime() - began),
                        () -> GONE.contains(run.call(Call.to("GET", address)).status())),
                "404 at the address of a deleted picture",
                run.call(Call.to("GET", address)).told(),
                "A cache still has it. Purge it by hand, and see docs/operations/cdn.md.");
      }
    }
    String stable = all.getFirst().stable();
    gone &=
        proof.expect(
            run.patience()
                .until(
                    StableSteps.patience(run).minusNanos(System.nanoTime() - began),
                    () -> run.call(Call.to("GET", stable + ".jpg?d=404&s=64")).status() == 404),
            "404 at the stable address with d=404",
            run.call(Call.to("GET", stable + ".jpg?d=404&s=64")).told(),
            "A cache still has the picture, or its key leaves out d: docs/operations/cdn.md.");
    Answer drawn = run.call(Call.to("GET", stable + ".jpg?s=64"));
    proof.expect(
        drawn.status() == 200 && drawn.header("Content-Type").equals("image/jpeg"),
        "200 with a drawn picture for a user without one",
        drawn.told(),
        Remedy.of(drawn));
    if (gone) {
      proof.seen(addresses + " addresses answer 404 and the stable one shows a drawn picture");
    }
    return gone;
  }

  private static void certificate(SmokeRun run, Answer erased, Proof proof) throws IOException {
    String path = "/v1/admin/erasures/" + erased.text("certificate");
    Answer first = run.callAsOperator(Call.get(path));
    if (first.status() == 403) {
      proof.seen("the certificate was not read again: the key lacks the scope admin");
      return;
    }
    boolean settled =
        run.patience()
            .until(
                run.plan().waits(),
                () -> {
                  String state = cdn(run.callAsOperator(Call.get(path)));
                  return !state.equals("pending") && !state.isEmpty();
                });
    Answer last = run.callAsOperator(Call.get(path));
    if (proof.expect(
        settled && last.status() == 200,
        "a certificate whose CDN is off or proven within " + run.plan().waits().toSeconds() + " s",
        last.told() + " with the CDN " + cdn(last),
        "Erased pictures may still be at the CDN: docs/operations/cdn.md, \"It rings\".")) {
      proof.seen(
          "certificate %s: CDN %s, %d versions, objects gone by %s%s"
              .formatted(
                  last.text("certificate"),
                  cdn(last),
                  last.json().path("versions").asInt(0),
                  last.text("objectsGoneBy"),
                  last.json().has("pendingRegions")
                      ? ", regions still to come: " + last.json().path("pendingRegions")
                      : ""));
    }
  }

  private static String cdn(Answer certificate) {
    return certificate.json().path("elsewhere").path("cdn").path("state").asString("");
  }
}
