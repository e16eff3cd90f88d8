package io.cameo.service.ops.smoke;

import io.cameo.image.sniff.ContainerWalk;
import io.cameo.image.sniff.Walk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A picture goes in, and comes out in every size and type. */
final class UploadSteps {

  private static final String ID = "[0-9a-f]{32}";

  private UploadSteps() {}

  static void upload(SmokeRun run, Proof proof) throws IOException {
    Samples.Sample sample = run.samples().transparent();
    Answer answer = run.upload(run.names().main(), sample);
    if (!proof.expect(
        answer.status() == 201, "201 for a picture", answer.told(), Remedy.of(answer))) {
      return;
    }
    Shown avatar = Shown.of(answer.json(), sample);
    run.first(avatar);
    describes(run, avatar, answer, proof);
    proof.seen(
        "201 after %d ms, when the store had confirmed every object: version %s"
            .formatted(answer.milliseconds(), avatar.version()));
  }

  private static void describes(SmokeRun run, Shown avatar, Answer answer, Proof proof) {
    String todo = "See whether something rewrites answers on the way, and which release runs.";
    proof.expect(
        answer.text("subject").equals(run.names().main())
            && avatar.version().matches(ID)
            && avatar.state().equals("LIVE"),
        "an Avatar of this subject, LIVE, with a version",
        answer.told() + ": " + answer.json(),
        todo);
    List<Integer> sizes = run.facts().map(Facts::sizes).orElse(List.of());
    proof.expect(
        avatar.urls().keySet().containsAll(sizes)
            && avatar.has(List.of("jpg", "png"))
            && !avatar.stable().isEmpty(),
        "addresses of JPEG and PNG in the sizes " + sizes + ", and a stable one",
        avatar.urls() + " and " + avatar.stable(),
        todo);
    proof.expect(
        answer.header("Cache-Control").contains("no-store"),
        "Cache-Control: no-store",
        answer.told() + " with Cache-Control: " + answer.header("Cache-Control"),
        "No cache may keep what is for one caller: look at the proxy.");
  }

  static void repeat(SmokeRun run, Proof proof) throws IOException {
    Shown first = run.first().orElseThrow();
    Answer again = run.upload(run.names().main(), first.sample());
    if (proof.expect(
        again.status() == 200 && again.text("version").equals(first.version()),
        "200 with the version " + first.version() + " for the same bytes",
        again.told() + " with the version " + again.text("version"),
        Remedy.of(again))) {
      proof.seen("the same bytes gave the same version after " + again.milliseconds() + " ms");
    }
  }

  static void pictures(SmokeRun run, Proof proof) throws IOException {
    Shown first = run.first().orElseThrow();
    show(run, first, List.of("jpg", "png"), proof);
  }

  static void formats(SmokeRun run, Proof proof) throws IOException {
    Facts facts = run.facts().orElseThrow();
    if (!facts.renditions().isEmpty() && facts.later().isEmpty()) {
      proof.skip("this system makes no WebP and no AVIF (CAMEO_FORMATS)");
      return;
    }
    List<String> wanted = facts.renditions().isEmpty() ? Facts.LATER : facts.later();
    Duration limit = run.plan().waits();
    long began = System.nanoTime();
    boolean there =
        run.patience()
            .until(
                limit,
                () -> {
                  Answer now = run.callAsOperator(Call.get(SmokeRun.avatar(run.names().main())));
                  Shown first = run.first().orElseThrow();
                  if (now.status() == 200 && now.text("version").equals(first.version())) {
                    run.first(Shown.of(now.json(), first.sample()));
                  }
                  return run.first().orElseThrow().has(wanted);
                });
    if (!there) {
      proof.broken(
          wanted + " in every size within " + limit.toSeconds() + " s",
          run.first().orElseThrow().urls().toString(),
          "See whether processing is switched off (./cameo switch), whether any node has"
              + " CAMEO_BACKGROUND_WORKERS, and cameo_formats on /metrics; --wait gives more time.");
      return;
    }
    proof.seen(
        "%s in every size %d ms after they were first asked for"
            .formatted(wanted, Duration.ofNanos(System.nanoTime() - began).toMillis()));
    show(run, run.first().orElseThrow(), wanted, proof);
  }

  /** Every address of these types shows the picture, in its size and with its headers. */
  private static void show(SmokeRun run, Shown avatar, List<String> types, Proof proof)
      throws IOException {
    int shown = 0;
    long slowest = 0;
    for (Map.Entry<Integer, Map<String, String>> size : avatar.urls().entrySet()) {
      for (String type : types) {
        String address = size.getValue().get(type);
        if (address == null) {
          continue;
        }
        Answer answer = run.call(Call.to("GET", address));
        slowest = Math.max(slowest, answer.milliseconds());
        if (isWhole(answer, size.getKey(), type, avatar, proof)) {
          shown++;
        }
      }
    }
    if (shown > 0) {
      proof.seen(shown + " pictures of " + types + ", the slowest after " + slowest + " ms");
    }
  }

  private static boolean isWhole(Answer answer, int size, String type, Shown of, Proof proof) {
    if (!proof.expect(answer.status() == 200, "200", answer.told(), Remedy.of(answer))) {
      return false;
    }
    PromisedHeaders.verify(
        answer,
        PromisedHeaders.Keep.IMMUTABLE,
        mediaType(type),
        "avatar-" + size + "." + type,
        proof);
    boolean whole =
        ContainerWalk.walk(ByteBuffer.wrap(answer.body())) instanceof Walk.Admitted walked
            && walked.facts().type().extension().equals(type)
            && walked.facts().width() == size
            && walked.facts().height() == size;
    return proof.expect(
            whole,
            "a whole " + type + " of " + size + " pixels",
            answer.told() + ", which is none",
            "Something changes pictures on the way, or the store has damaged ones: ./cameo gc.")
        && proof.expect(
            Samples.shows(answer.body(), of.sample().middle()).orElse(true),
            "the picture that was uploaded",
            answer.told() + ", another picture",
            "A cache shows something else under this address: look at its key"
                + " (docs/operations/delivery.md).");
  }

  static String mediaType(String extension) {
    return "image/" + (extension.equals("jpg") ? "jpeg" : extension);
  }
}
