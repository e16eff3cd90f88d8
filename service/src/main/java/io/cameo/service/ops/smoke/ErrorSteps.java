package io.cameo.service.ops.smoke;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** How the service says no: to strangers, to what is not there, and in which form. */
final class ErrorSteps {

  private static final Pattern CODE = Pattern.compile("[a-z]+(-[a-z]+)*");
  private static final Pattern SENTENCE = Pattern.compile("[A-Z].{10,}[.?!]");
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(1);
  private static final Duration TOKEN_ENDS_WITHIN = Duration.ofSeconds(15);

  private ErrorSteps() {}

  static void credentials(SmokeRun run, Proof proof) throws IOException {
    String path = SmokeRun.avatar(run.names().main()) + run.plants().query();
    Call plain = Call.get(path);
    for (int i = 0; i < run.plants().headers().size(); i += 2) {
      plain = plain.with(run.plants().headers().get(i), run.plants().headers().get(i + 1));
    }
    Answer nobody = unauthorized(run, plain, "no credential", proof);
    Answer key = unauthorized(run, plain.by(run.plants().key()), "a key of nobody", proof);
    Answer token = unauthorized(run, plain.by(run.plants().token()), "a token of nobody", proof);
    Answer other =
        unauthorized(
            run, plain.with("Authorization", "Basic " + run.plants().word()), "no Bearer", proof);
    // As an upload, so that it is cleaned up when it is taken after all.
    Answer put =
        run.refused(
            run.upload(
                run.names().refused(),
                run.samples().transparent().bytes(),
                "image/png",
                run.plants().key()));
    proof.expect(
        put.is(401, "unauthorized"), "401 for an upload with a key of nobody", put.told(), open());
    List.of(key, token, other).forEach(run::mustBeLogged);
    if (proof.broken().isEmpty()) {
      proof.seen(
          "401 for no, a wrong and a malformed credential, after " + nobody.milliseconds() + " ms");
    }
  }

  private static Answer unauthorized(SmokeRun run, Call call, String what, Proof proof)
      throws IOException {
    Answer answer = run.refused(run.call(call));
    proof.expect(
        answer.is(401, "unauthorized") && answer.header("WWW-Authenticate").startsWith("Bearer"),
        "401 unauthorized with WWW-Authenticate: Bearer for " + what,
        answer.told(),
        open());
    return answer;
  }

  private static String open() {
    return "Something before the service answers in its place, or adds a credential: look at the proxy.";
  }

  static void tokens(SmokeRun run, Proof proof) throws IOException {
    String wish =
        "{\"subject\":\"%s\",\"ttlSeconds\":%d,\"actions\":[\"read\"]}"
            .formatted(run.names().other(), TOKEN_LIFE.toSeconds());
    Answer made = run.callAsOperator(Call.to("POST", "/v1/tokens").json(wish));
    if (made.is(403, "forbidden")) {
      proof.skip("the key lacks the scope tokens");
      return;
    }
    String token = made.text("token");
    if (!proof.expect(
        made.status() == 201 && !token.isEmpty(),
        "201 with a token",
        made.told(),
        Remedy.of(made))) {
      return;
    }
    Answer foreign = run.refused(run.call(Call.get(SmokeRun.avatar(run.names().main())).by(token)));
    proof.expect(
        foreign.is(403, "forbidden") || foreign.is(401, "unauthorized"),
        "403 for another's subject",
        foreign.told(),
        "Stop: a token opens what it is not made for. Report it (SECURITY.md).");
    Call own = Call.get(SmokeRun.avatar(run.names().other())).by(token);
    if (proof.expect(
        run.patience()
            .until(
                TOKEN_LIFE.plus(run.plan().atMost(TOKEN_ENDS_WITHIN)),
                () -> run.call(own).is(401, "unauthorized")),
        "401 when the token's second is over",
        run.call(own).told(),
        "See whether the clocks of the nodes and of the database are in step.")) {
      run.refused(run.call(own));
      proof.seen("a token of one second is good for its subject alone, and ends");
    }
  }

  static void addresses(SmokeRun run, Proof proof) throws IOException {
    Answer nothing = run.refused(run.call(Call.get("/v1/" + run.names().main())));
    proof.expect(nothing.is(404, "not-found"), "404 not-found", nothing.told(), Remedy.of(nothing));
    Answer method = run.refused(run.call(Call.to("POST", "/v1/limits")));
    proof.expect(
        method.is(405, "method-not-allowed") && method.header("Allow").contains("GET"),
        "405 method-not-allowed with Allow",
        method.told(),
        Remedy.of(method));
    Answer subject = run.refused(run.callAsOperator(Call.get(SmokeRun.avatar("x.jpg"))));
    proof.expect(
        subject.is(400, "bad-subject"), "400 bad-subject", subject.told(), Remedy.of(subject));
    Answer rendition = run.call(Call.get("/a/" + "0".repeat(32) + "/64.jpg"));
    proof.expect(
        rendition.status() == 404,
        "404 for a picture that never was",
        rendition.told(),
        Remedy.of(rendition));
    if (proof.broken().isEmpty()) {
      proof.seen("404, 405 and 400 where they belong");
    }
  }

  /** Every refusal of this run is a problem document. */
  static void problems(SmokeRun run, Proof proof) {
    List<Answer> all = run.refusals();
    for (Answer answer : all) {
      String detail = answer.text("detail");
      String type = answer.header("Content-Type");
      check(
          type.startsWith("application/problem+json"),
          "Content-Type: application/problem+json",
          type,
          answer,
          proof);
      check(
          CODE.matcher(answer.code()).matches()
              && answer.text("type").equals("urn:cameo:problem:" + answer.code())
              && answer.json().path("status").asInt(0) == answer.status()
              && !answer.text("title").isEmpty(),
          "type, title, status and code of a problem document (RFC 9457)",
          "others",
          answer,
          proof);
      check(
          SENTENCE.matcher(detail).matches() && !detail.contains("Exception"),
          "a sentence that says what to do",
          "\"" + detail + "\"",
          answer,
          proof);
      String id = answer.header("X-Request-Id");
      check(
          !id.isEmpty() && answer.text("requestId").equals(id),
          "the request's id in the document and in X-Request-Id",
          "\"" + answer.text("requestId") + "\" and \"" + id + "\"",
          answer,
          proof);
      check(
          answer.header("Cache-Control").contains("no-store"),
          "Cache-Control: no-store",
          answer.header("Cache-Control"),
          answer,
          proof);
    }
    if (!all.isEmpty() && proof.broken().isEmpty()) {
      proof.seen(all.size() + " refusals, all problem documents with a code, a sentence and an id");
    }
  }

  private static void check(
      boolean holds, String expected, String came, Answer answer, Proof proof) {
    proof.expect(
        holds,
        expected,
        answer.told() + " with " + (came.isEmpty() ? "nothing of it" : came),
        "Something before the service writes errors of its own or changes ours: look at the proxy.");
  }
}
