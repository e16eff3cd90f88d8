package io.cameo.service.ops.smoke;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the service's log says of this run: its requests, and none of its secrets. */
final class LogSteps {

  private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(15);
  private static final String NOT_GIVEN =
      "no log was named: --log FILE, as this machine can read it";

  private LogSteps() {}

  static void requestIds(SmokeRun run, Proof proof) throws IOException {
    if (run.logs().isEmpty()) {
      proof.skip(NOT_GIVEN);
      return;
    }
    Set<String> logged = run.logged();
    if (run.patience()
        .until(
            run.plan().atMost(WRITTEN_WITHIN),
            () -> logged.stream().anyMatch(news(run)::contains))) {
      String news = news(run);
      long found = logged.stream().filter(news::contains).count();
      proof.seen(found + " of the requests that the service writes a line about are in the log");
      return;
    }
    if (run.logs().before().contains("are only counted for a minute")) {
      proof.skip(
          "the service says refused credentials of an address once a minute, and has said them;"
              + " repeat it a minute later");
      return;
    }
    proof.broken(
        "one of the requests " + logged + " in the new lines of the log",
        news(run).isEmpty() ? "no new line at all" : "new lines, none of them",
        "See whether --log names the log of this system, that it arrives there, and that"
            + " LOGGING_LEVEL_IO_CAMEO is not higher than info (docs/operations/logs.md).");
  }

  static void secrets(SmokeRun run, Proof proof) throws IOException {
    if (run.logs().isEmpty()) {
      proof.skip(NOT_GIVEN);
      return;
    }
    String news = news(run);
    if (news.isEmpty()) {
      proof.skip("nothing was written to the log since this run began");
      return;
    }
    String todo =
        "Find what logs it: the service masks it, so a proxy or a collector is likelier. Then see who"
            + " could read it. docs/operations/logs.md says what never stands in a log.";
    proof.expect(
        !news.contains(run.plants().word()),
        "none of the secrets that this run has planted",
        "one of them is in the log (it begins with " + run.plants().word().substring(0, 12) + ")",
        todo);
    proof.expect(
        !news.contains(run.plan().key()), "not the key of this run", "it is in the log", todo);
    List<String> leaks = run.logs().leaks();
    proof.expect(
        leaks.isEmpty(),
        "nothing in the new lines that looks like a secret or an e-mail address",
        String.join("; ", leaks.subList(0, Math.min(8, leaks.size()))),
        todo);
    if (proof.broken().isEmpty()) {
      proof.seen(
          news.lines().count()
              + " new lines hold none of the planted secrets, and nothing like one");
    }
  }

  private static String news(SmokeRun run) throws IOException {
    return run.logs().news();
  }
}
