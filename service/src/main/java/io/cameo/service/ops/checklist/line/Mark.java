package io.cameo.service.ops.checklist.line;

/** What a check comes to. */
public enum Mark {
  /** It was tried, and it is as it should be. */
  PASS("pass"),
  /** It works, but not as well or as safely as it could. */
  WARN("warn"),
  /** It is not as it should be. */
  FAIL("fail"),
  /** There is nothing of the kind here. */
  NOT_APPLICABLE("not applicable"),
  /** It could not be tried, or not from here. */
  UNKNOWN("unknown");

  private final String word;

  Mark(String word) {
    this.word = word;
  }

  /** As it is written in every form of the report. */
  public String word() {
    return word;
  }
}
