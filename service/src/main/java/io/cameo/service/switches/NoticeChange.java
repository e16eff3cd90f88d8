package io.cameo.service.switches;

import io.cameo.service.settings.Options;

/** What became of a notice. */
public record NoticeChange(Type type, Notice notice) {

  /** The kinds of change. */
  public enum Type {
    /** It was said that it will begin. */
    ANNOUNCED,
    STARTED,
    /** Something else is said of it. */
    UPDATED,
    ENDED;

    /** As it is written in the database, in answers and in what is sent. */
    public String word() {
      return Options.word(this);
    }
  }

  /** As it is told in the audit log. */
  public String words() {
    Notice.Terms terms = notice.terms();
    return terms.kind().word()
        + " "
        + type.word()
        + (type == Type.ENDED
            ? ""
            : (type == Type.ANNOUNCED ? " from " + terms.from() : "")
                + terms.until().map(end -> " until " + end).orElse("")
                + (terms.readOnly() ? ", no uploads" : ""))
        + ": "
        + terms.message();
  }
}
