package io.cameo.image.worker;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads a worker's standard error for as long as it lasts, so that the worker never blocks on it,
 * and passes on a bounded part: lines cut at {@link #MAX_LINE}, printable ASCII, {@link #MAX_LINES}
 * a second.
 */
final class StderrDrain implements Runnable {
  static final int MAX_LINE = 300;
  static final int MAX_LINES = 20;
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final InputStream in;
  private final Consumer<String> lines;
  private final StringBuilder line = new StringBuilder(MAX_LINE);
  private long windowStart = System.nanoTime();
  private int passed;
  private long dropped;

  StderrDrain(InputStream in, Consumer<String> lines) {
    this.in = in;
    this.lines = lines;
  }

  @Override
  public void run() {
    byte[] bytes = new byte[8192];
    try (in) {
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        for (int i = 0; i < n; i++) {
          accept(bytes[i]);
        }
      }
    } catch (IOException _) {
      // The process is gone, and its pipe with it.
    }
    if (!line.isEmpty()) {
      pass();
    }
    reportDropped();
  }

  private void accept(byte b) {
    if (b == '\n') {
      pass();
    } else if (line.length() < MAX_LINE) {
      line.append(b >= 0x20 && b < 0x7f ? (char) b : '?');
    }
  }

  private void pass() {
    long now = System.nanoTime();
    if (now - windowStart > WINDOW_NANOS) {
      reportDropped();
      windowStart = now;
      passed = 0;
    }
    if (passed < MAX_LINES) {
      passed++;
      lines.accept(line.toString());
    } else {
      dropped++;
    }
    line.setLength(0);
  }

  private void reportDropped() {
    if (dropped > 0) {
      lines.accept("(" + dropped + " more lines were dropped)");
      dropped = 0;
    }
  }
}
