package io.cameo.storage.s3.provision;

import java.util.List;

/**
 * One aspect of the bucket, for the operator.
 *
 * @param aspect its name
 * @param found ours as it was found
 * @param wanted ours as it should be
 * @param others what is not ours; it stays as it is
 * @param conflicts what is not ours and works against what is wanted, a sentence each
 * @param detail why it stands like this, or nothing
 */
public record AspectReport(
    String aspect,
    Outcome outcome,
    List<String> found,
    List<String> wanted,
    List<String> others,
    List<String> conflicts,
    String detail) {

  public AspectReport {
    found = List.copyOf(found);
    wanted = List.copyOf(wanted);
    others = List.copyOf(others);
    conflicts = List.copyOf(conflicts);
  }

  static AspectReport of(Aspect aspect, Outcome outcome, Aspect.Look look, String detail) {
    return new AspectReport(
        aspect.name(),
        outcome,
        look.found(),
        look.wanted(),
        look.others(),
        look.conflicts(),
        detail);
  }

  static AspectReport unread(Aspect aspect, Outcome outcome, String detail) {
    return new AspectReport(
        aspect.name(), outcome, List.of(), List.of(), List.of(), List.of(), detail);
  }

  /** Whether somebody has to do something. */
  public boolean hasProblem() {
    return outcome.isProblem() || !conflicts.isEmpty();
  }
}
