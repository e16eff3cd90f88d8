package io.cameo.service.ops.backup;

import io.cameo.service.backup.Progress;
import io.cameo.service.ops.frame.OpsContext;
import java.util.Locale;

/** Shows the stretches of a backup or restore as the frame shows long work. */
final class ShownProgress implements Progress {

  private final OpsContext context;

  ShownProgress(OpsContext context) {
    this.context = context;
  }

  @Override
  public Stretch begin(String what, long total) {
    String shown = what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
    var work =
        context.progress(shown, total == 0 ? io.cameo.service.ops.frame.Progress.UNKNOWN : total);
    return new Stretch() {
      @Override
      public void advance(long count) {
        work.advance(count);
      }

      @Override
      public void close() {
        work.close();
      }
    };
  }
}
