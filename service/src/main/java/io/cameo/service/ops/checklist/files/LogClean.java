package io.cameo.service.ops.checklist.files;

import io.cameo.service.observability.Scrubber;
import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a log holds what should have been masked. What it holds is never repeated. */
final class LogClean implements Check {

  private static final int MOST_SHOWN = 20;

  /** A longer line is looked at in pieces, which share this much with each other. */
  private static final int PIECE = 100_000;

  private static final int SHARED = 1_000;

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
    long line = 1;
    long dirty = 0;
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(log.get()), 1 << 16)) {
      Piece piece = new Piece();
      boolean marked = false;
      for (int next = bytes.read(); next >= 0; next = bytes.read()) {
        boolean ends = next == '\n';
        if (!ends) {
          piece.add((byte) next);
        }
        if (ends || piece.isFull()) {
          if (!marked && isDirty(piece.text())) {
            marked = true;
            dirty++;
            if (found.size() < MOST_SHOWN) {
              found.add("Line " + line + " of " + log.get() + " holds what should be masked.");
            }
          }
          piece.carryOn(ends);
        }
        if (ends) {
          line++;
          marked = false;
        }
      }
      if (!marked && isDirty(piece.text())) {
        dirty++;
        found.add("Line " + line + " of " + log.get() + " holds what should be masked.");
      }
    }
    if (dirty > found.size()) {
      found.add(dirty + " lines in all.");
    }
    return Answer.failIf(
        found,
        "Change every secret that stands there, remove the lines, and report how they came there.",
        line + " lines of " + log.get() + " were read; nothing had to be masked.");
  }

  private boolean isDirty(String text) {
    return !scrubber.scrub(text).equals(text);
  }

  @Override
  public Duration limit() {
    return Duration.ofSeconds(45);
  }

  /** The part of a line that is looked at. */
  private static final class Piece {
    private final byte[] bytes = new byte[PIECE];
    private int length;

    void add(byte next) {
      bytes[length++] = next;
    }

    boolean isFull() {
      return length == PIECE;
    }

    String text() {
      return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Begins anew, or with the end of what was there. */
    void carryOn(boolean lineEnds) {
      int kept = lineEnds ? 0 : Math.min(SHARED, length);
      System.arraycopy(bytes, length - kept, bytes, 0, kept);
      length = kept;
    }
  }
}
