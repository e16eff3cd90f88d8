package io.cameo.service.ops.frame;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far long work has come, on standard error: a bar that moves where somebody watches, elsewhere
 * a line every few seconds. Any thread may tell it.
 */
public abstract sealed class Progress implements AutoCloseable {

  /** For a total that is not known yet. */
  public static final long UNKNOWN = -1;

  private Progress() {}

  static Progress on(Terminal terminal, String what, long total) {
    return terminal.animated()
        ? new Bar(terminal.err(), what, total)
        : new Lines(terminal.err(), what, total);
  }

  /** So much more is done. */
  public abstract void advance(long by);

  /** So much there is in all, as it turns out. */
  public abstract void total(long total);

  /** A word on what is being done now, at most 30 characters. */
  public abstract void note(String words);

  /** The work is over, well or not. */
  @Override
  public abstract void close();

  private static final class Bar extends Progress {

    private static final int WIDTH = 79;

    private final ProgressBar bar;

    Bar(PrintStream err, String what, long total) {
      ProgressBarBuilder builder =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH));
      this.bar = builder.build();
    }

    @Override
    public void advance(long by) {
      bar.stepBy(by);
    }

    @Override
    public void total(long total) {
      bar.maxHint(total);
    }

    @Override
    public void note(String words) {
      bar.setExtraMessage(" " + words);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  private static final class Lines extends Progress {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintStream err;
    private final String what;
    private long total;
    private long done;
    private String note = "";
    private long lastLine = System.nanoTime();

    Lines(PrintStream err, String what, long total) {
      this.err = err;
      this.what = what;
      this.total = total;
    }

    @Override
    public synchronized void advance(long by) {
      done += by;
      long now = System.nanoTime();
      if (now - lastLine >= BETWEEN_LINES.toNanos()) {
        lastLine = now;
        say("");
      }
    }

    @Override
    public synchronized void total(long total) {
      this.total = total;
    }

    @Override
    public synchronized void note(String words) {
      note = words;
    }

    @Override
    public synchronized void close() {
      note = "";
      say(total == UNKNOWN || done == total ? ", done" : ", ended");
    }

    private void say(String end) {
      String of = total == UNKNOWN ? "" : " of " + total;
      err.println(what + ": " + done + of + (note.isEmpty() ? "" : " " + note) + end);
    }
  }
}
