package io.cameo.bench.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the Java machine's log of collections ({@code -Xlog:gc}). */
final class GcLog {

  private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->\\d+M\\(\\d+M\\)");

  private GcLog() {}

  /** The most heap in megabytes that was in use when a collection began; 0 without any. */
  static long peakMegabytes(Path log) throws IOException {
    return Files.exists(log) ? peakMegabytes(Files.readString(log)) : 0;
  }

  static long peakMegabytes(String log) {
    long peak = 0;
    for (Matcher collection = COLLECTION.matcher(log); collection.find(); ) {
      peak = Math.max(peak, Long.parseLong(collection.group(1)));
    }
    return peak;
  }
}
