package io.cameo.service.accounts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be done to a subject's avatar. */
public enum Action {
  READ,
  UPLOAD,
  REVERT,
  DELETE,
  ERASE;

  /** As it is written in requests. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The action of this name. */
  public static Optional<Action> of(String word) {
    return Arrays.stream(values()).filter(action -> action.word().equals(word)).findFirst();
  }

  /** All names, for sentences. */
  public static String words() {
    return Arrays.stream(values()).map(Action::word).collect(Collectors.joining(", "));
  }
}
