package io.cameo.service.ops.smoke;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** What must not come in: wrong types, too much, damage, and viruses. */
final class RefusalSteps {

  /** A larger limit is not tried: the body may be sent when something on the way asks for it. */
  private static final long LARGEST_TRIED = 64L * 1024 * 1024;

  private static final Set<Integer> TAKEN = Set.of(200, 201);

  private record Wrong(String what, byte[] bytes, String type) {}

  private RefusalSteps() {}

  static void types(SmokeRun run, Proof proof) throws IOException {
    byte[] svg = text("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>");
    byte[] png = run.samples().transparent().bytes();
    List<Wrong> all =
        List.of(
            new Wrong("an SVG", svg, "image/svg+xml"),
            new Wrong("an SVG that is called PNG", svg, "image/png"),
            new Wrong("a page that is called JPEG", text("<html><script>1</script>"), "image/jpeg"),
            new Wrong("a PNG that is called JPEG", png, "image/jpeg"),
            new Wrong("a text", text("hello"), "text/plain"));
    int refused = 0;
    for (Wrong wrong : all) {
      Answer answer =
          run.refused(
              run.upload(run.names().refused(), wrong.bytes(), wrong.type(), run.plan().key()));
      if (proof.expect(
          answer.is(415, "unsupported-type"),
          "415 unsupported-type for " + wrong.what(),
          answer.told(),
          mustNotBeTaken(answer))) {
        refused++;
      }
    }
    if (refused == all.size()) {
      proof.seen("415 for " + all.stream().map(Wrong::what).toList());
    }
  }

  static void size(SmokeRun run, Proof proof) throws IOException {
    long limit = run.facts().orElseThrow().bytes();
    if (limit > LARGEST_TRIED) {
      proof.skip("the limit is " + limit + " bytes, more than this test sends to anybody");
      return;
    }
    Answer answer =
        run.refused(
            run.callAsOperator(
                Call.to("PUT", SmokeRun.avatar(run.names().refused()))
                    .bodyIfWanted(
                        BodyPublishers.fromPublisher(
                            BodyPublishers.ofInputStream(() -> zeros(limit + 1)), limit + 1),
                        "image/jpeg")));
    if (proof.expect(
        answer.status() == 413,
        "413 too-large for " + (limit + 1) + " bytes",
        answer.told(),
        mustNotBeTaken(answer))) {
      proof.expect(
          answer.code().equals("too-large") && answer.json().path("limit").asLong(0) == limit,
          "a problem document too-large with the limit " + limit,
          answer.told(),
          "Something before the service has a lower limit of its own: raise it above "
              + limit
              + " bytes, so that users are told what the limit is.");
      proof.seen("413 after " + answer.milliseconds() + " ms for one byte more than " + limit);
    }
  }

  private static InputStream zeros(long length) {
    return new InputStream() {
      private long left = length;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] into, int from, int most) {
        if (left <= 0) {
          return -1;
        }
        int some = (int) Math.min(left, most);
        java.util.Arrays.fill(into, from, from + some, (byte) 0);
        left -= some;
        return some;
      }
    };
  }

  /** As a form, with a person's name for the file. */
  static void damage(SmokeRun run, Proof proof) throws IOException {
    String boundary = "smoke-" + run.plants().word();
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        text(
            "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
                .formatted(boundary, run.plants().email())));
    form.writeBytes(run.samples().damaged());
    form.writeBytes(text("\r\n--" + boundary + "--\r\n"));
    Answer answer =
        run.refused(
            run.upload(
                run.names().refused(),
                form.toByteArray(),
                "multipart/form-data; boundary=" + boundary,
                run.plan().key()));
    if (proof.expect(
        answer.is(422, "damaged-picture"),
        "422 damaged-picture for half of a JPEG",
        answer.told(),
        mustNotBeTaken(answer))) {
      proof.seen("422 for half of a JPEG, sent as a form, after " + answer.milliseconds() + " ms");
    }
  }

  static void infected(SmokeRun run, Proof proof) throws IOException {
    SmokePlan.Scan wish = run.plan().scan();
    if (wish == SmokePlan.Scan.OFF) {
      proof.skip("no virus scanner is expected (--scan off)");
      return;
    }
    Samples.Sample sample = run.samples().opaque(run.samples().transparent().middle());
    Answer answer =
        run.upload(
            run.names().refused(), run.samples().infected(sample), "image/jpeg", run.plan().key());
    if (answer.is(422, "infected")) {
      run.refused(answer);
      run.mustBeLogged(answer);
      proof.seen("422 infected for a picture with the EICAR file behind it");
      return;
    }
    if (TAKEN.contains(answer.status())) {
      run.callAsOperator(Call.to("DELETE", SmokeRun.avatar(run.names().refused()) + "?erase=true"));
    }
    if (wish == SmokePlan.Scan.ON || answer.status() >= 500) {
      proof.broken(
          "422 infected for a picture with the EICAR file behind it",
          answer.told(),
          answer.status() == 503
              ? Remedy.of(answer)
              : "Set CAMEO_CLAMD and CAMEO_SCAN=clamd (docs/operations/scanner.md), or say --scan off.");
      return;
    }
    proof.skip(
        "the EICAR file behind a picture was not found ("
            + answer.status()
            + "): this system has no virus scanner. --scan on makes that a failure");
  }

  /** None of all that was refused is there. */
  static void nothingLeft(SmokeRun run, Proof proof) throws IOException {
    Answer avatar = run.callAsOperator(Call.get(SmokeRun.avatar(run.names().refused())));
    if (proof.expect(
        avatar.is(404, "no-avatar"),
        "404 no-avatar for a subject whose uploads were all refused",
        avatar.told(),
        mustNotBeTaken(avatar))) {
      proof.seen("404 for the subject whose " + run.refusals().size() + " uploads were refused");
    }
  }

  private static String mustNotBeTaken(Answer answer) {
    return TAKEN.contains(answer.status())
        ? "It was taken, which Cameo does not do: see what answers at this address."
        : Remedy.of(answer);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
