package io.cameo.service.ops.checklist.line;

import java.util.List;

/**
 * What a check found.
 *
 * @param evidence what was seen, a sentence or a measured value each; everything, not only the
 *     first
 * @param remedy what to do about it; empty when there is nothing to do
 */
public record Answer(Mark mark, List<String> evidence, String remedy) {

  public Answer {
    evidence = List.copyOf(evidence);
  }

  public static Answer pass(String... evidence) {
    return new Answer(Mark.PASS, List.of(evidence), "");
  }

  public static Answer warn(String evidence, String remedy) {
    return new Answer(Mark.WARN, List.of(evidence), remedy);
  }

  public static Answer fail(String evidence, String remedy) {
    return new Answer(Mark.FAIL, List.of(evidence), remedy);
  }

  public static Answer notApplicable(String reason) {
    return new Answer(Mark.NOT_APPLICABLE, List.of(reason), "");
  }

  /** It could not be tried. */
  public static Answer unknown(String reason, String remedy) {
    return new Answer(Mark.UNKNOWN, List.of(reason), remedy);
  }

  /** Passes when nothing is wrong, else fails with all of it. */
  public static Answer failIf(List<String> wrong, String remedy, String... otherwise) {
    return wrong.isEmpty() ? pass(otherwise) : new Answer(Mark.FAIL, wrong, remedy);
  }

  /** Passes when nothing is wrong, else warns of all of it. */
  public static Answer warnIf(List<String> wrong, String remedy, String... otherwise) {
    return wrong.isEmpty() ? pass(otherwise) : new Answer(Mark.WARN, wrong, remedy);
  }
}
