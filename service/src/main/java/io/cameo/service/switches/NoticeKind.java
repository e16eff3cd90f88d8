package io.cameo.service.switches;

import io.cameo.service.settings.Options;
import java.util.Arrays;
import java.util.Optional;

/** What a notice is about. */
public enum NoticeKind {
  /** Work that somebody has planned. */
  MAINTENANCE,
  /** A fault. */
  INCIDENT;

  /** As it is written in requests, answers and the database. */
  public String word() {
    return Options.word(this);
  }

  /** The kind of this name; empty for one of a newer release. */
  public static Optional<NoticeKind> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
