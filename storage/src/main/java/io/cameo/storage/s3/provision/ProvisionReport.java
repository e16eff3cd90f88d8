package io.cameo.storage.s3.provision;

import java.util.List;

/**
 * How the bucket stands.
 *
 * @param server where it is, in words
 * @param aspects in the order in which they were looked at
 */
public record ProvisionReport(String bucket, String server, List<AspectReport> aspects) {

  public ProvisionReport {
    aspects = List.copyOf(aspects);
  }

  /** Whether anything differs, was refused, or works against what is wanted. */
  public boolean hasProblems() {
    return aspects.stream().anyMatch(AspectReport::hasProblem);
  }
}
