package io.cameo.bench.load;

import java.util.List;

/**
 * What one round of uploads came to.
 *
 * @param uploads how many were answered rightly
 * @param faults what was wrong with the others
 * @param seconds from the first request to the last answer
 * @param millis time of each right answer in milliseconds, sorted
 */
public record UploadRound(int uploads, List<String> faults, double seconds, List<Double> millis) {

  public UploadRound {
    faults = List.copyOf(faults);
    millis = millis.stream().sorted().toList();
  }

  /** Right answers a second. */
  public double perSecond() {
    return seconds > 0 ? uploads / seconds : 0;
  }

  /** The time in milliseconds that a share (0 to 1) of the answers stayed within; 0 without any. */
  public double percentile(double share) {
    if (millis.isEmpty()) {
      return 0;
    }
    int rank = (int) Math.ceil(share * millis.size());
    return millis.get(Math.clamp(rank - 1, 0, millis.size() - 1));
  }
}
