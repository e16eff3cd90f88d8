package io.cameo.service.switches;

import io.cameo.service.settings.Options;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be switched. */
public enum Switch {
  /** Whether new pictures are taken. */
  UPLOADS(true, "new pictures are taken"),
  /** Whether they may be sent straight to the bucket. */
  DIRECT_UPLOADS(true, "pictures may be sent straight to the bucket"),
  /** Whether work is done that nobody waits for. */
  PROCESSING(true, "formats are made and pictures scanned again in the background"),
  /** Whether pictures are found by the hash of an e-mail address. */
  GRAVATAR(true, "the addresses below /avatar are answered"),
  /** Whether a drawn picture is delivered in place of every other. */
  FALLBACKS_ONLY(false, "drawn pictures are delivered in place of all others");

  private final boolean usual;
  private final String meaning;

  Switch(boolean usual, String meaning) {
    this.usual = usual;
    this.meaning = meaning;
  }

  /** Whether it is on when nobody has switched it. */
  public boolean isUsuallyOn() {
    return usual;
  }

  /** What is the case while it is on. */
  public String meaning() {
    return meaning;
  }

  /** As it is written in requests, answers, commands and the database. */
  public String word() {
    return Options.word(this);
  }

  /** The switch of this name. */
  public static Optional<Switch> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }

  /** All names, for sentences. */
  public static String words() {
    return Arrays.stream(values()).map(Switch::word).collect(Collectors.joining(", "));
  }
}
