package io.cameo.service.backup;

import java.time.Duration;
import java.util.List;

/**
 * What a drill came to.
 *
 * @param restored into the scratch system
 * @param took from its empty database to its last row: what an operator would wait for
 * @param objects how many were read back
 * @param bytes of them
 * @param wrong what does not hold in the restored system; nothing, if the backup is good
 */
public record DrillReport(
    RestoreReport restored, Duration took, long objects, long bytes, List<String> wrong) {

  public DrillReport {
    wrong = List.copyOf(wrong);
  }
}
