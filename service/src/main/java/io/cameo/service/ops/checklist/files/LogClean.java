package io.cameo.service.ops.checklist.files;

import io.cameo.service.observability.LeakScan;
import io.cameo.service.observability.Scrubber;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Whether a log holds what should have been masked. What it holds is never repeated. */
final class LogClean implements Check {

  private static final int MOST_SHOWN = 20;

  private final Optional<Path> log;
  private final Scrubber scrubber;

  /**
   * @param scrubber knows this installation's secrets
   */
  LogClean(Optional<Path> log, Scrubber scrubber) {
    this.log = log;
    this.scrubber = scrubber;
  }

  @Override
  public About about() {
    return new About(
        Line.AUD_2,
        "log-clean",
        "The log holds no secret and no e-mail address",
        "Reads the file of --log line by line, and looks for this installation's own secrets and"
            + " for everything that has the form of one.");
  }

  @Override
  public Answer look() throws IOException {
    if (log.isEmpty()) {
      return Answer.unknown(
          "No log was named.", "Name one: ./cameo check --only AUD-2 --log FILE.");
    }
    List<String> found = new ArrayList<>();
    AtomicLong all = new AtomicLong();
    long lines;
    try (Reader text = Files.newBufferedReader(log.get(), StandardCharsets.ISO_8859_1)) {
      lines =
          LeakScan.of(scrubber)
              .all(
                  text,
                  leak -> {
                    if (all.incrementAndGet() <= MOST_SHOWN) {
                      found.add(
                          "Line %d of %s holds what should be masked: %s."
                              .formatted(leak.line(), log.get(), leak.kind()));
                    }
                  });
    }
    if (all.get() > found.size()) {
      found.add(all.get() + " in all.");
    }
    return Answer.failIf(
        found,
        "Change every secret that stands there, remove the lines, and report how they came there.",
        lines + " lines of " + log.get() + " were read; nothing had to be masked.");
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(45);
  }
}
