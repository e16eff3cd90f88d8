package io.cameo.service.limits;

import io.cameo.service.settings.Options;
import java.util.Arrays;
import java.util.Optional;

/**
 * One amount that the operator may set, at the start by a variable and later while the service
 * runs. 0 means that there is no such limit, except where the least amount is higher.
 */
public enum Limit {
  SUBJECT_UPLOADS(30, 1_000_000, "Uploads an hour that one subject may make."),
  SUBJECT_BYTES(157_286_400, "Bytes an hour of one subject's uploads."),
  SUBJECT_MEGAPIXELS(1_000, "Megapixels an hour of one subject's uploads."),
  TOKEN_UPLOADS(60, 1_000_000, "Uploads an hour with one upload token."),
  TOKEN_BYTES(0, "Bytes an hour with one upload token."),
  TOKEN_MEGAPIXELS(0, "Megapixels an hour with one upload token."),
  ISSUER_UPLOADS(0, "Uploads an hour with tokens of the identity provider, of all users together."),
  ISSUER_BYTES(0, "Bytes an hour with tokens of the identity provider."),
  ISSUER_MEGAPIXELS(0, "Megapixels an hour with tokens of the identity provider."),
  KEY_UPLOADS(0, "Uploads an hour with the admin key, and with each API key."),
  KEY_BYTES(0, "Bytes an hour with the admin key, and with each API key."),
  KEY_MEGAPIXELS(0, "Megapixels an hour with the admin key, and with each API key."),
  ADDRESS_UPLOADS(300, 1_000_000, "Uploads an hour from one network address."),
  ADDRESS_BYTES(1_572_864_000, "Bytes an hour from one network address."),
  ADDRESS_MEGAPIXELS(10_000, "Megapixels an hour from one network address."),
  SERVICE_UPLOADS(0, "Uploads an hour of all callers on all nodes together."),
  SERVICE_BYTES(0, "Bytes an hour of all callers on all nodes together."),
  SERVICE_MEGAPIXELS(0, "Megapixels an hour of all callers on all nodes together."),
  /** Pictures that may be stored for one subject, those in their grace time included. */
  SUBJECT_STORED_BYTES(
      268_435_456,
      "Bytes that may be stored for one subject, earlier pictures in their grace time included."),
  /** Its variable is CAMEO_UPLOADS_AT_ONCE, which the uploads' settings own. */
  UPLOADS_AT_ONCE(128, 1, 10_000, "Uploads that one node takes in at the same time."),
  UPLOADS_AT_ONCE_CALLER(
      16, 1, 10_000, "Of these, the most of one network address, and the most of one subject."),
  UPLOADS_WAITING(256, 0, 10_000, "Uploads that may wait for a place on one node."),
  UPLOADS_WAIT_SECONDS(5, 0, 120, "Longest time in seconds that an upload waits for a place.");

  private static final long MOST = 1_000_000_000_000_000L;

  private final long usual;
  private final long least;
  private final long most;
  private final String meaning;

  Limit(long usual, String meaning) {
    this(usual, 0, MOST, meaning);
  }

  Limit(long usual, long most, String meaning) {
    this(usual, 0, most, meaning);
  }

  Limit(long usual, long least, long most, String meaning) {
    this.usual = usual;
    this.least = least;
    this.most = most;
    this.meaning = meaning;
  }

  /** As the operator writes it: {@code subject-uploads}. */
  public String word() {
    return Options.word(this);
  }

  public static Optional<Limit> of(String word) {
    return Arrays.stream(values()).filter(limit -> limit.word().equals(word)).findFirst();
  }

  static Limit of(Scope scope, Unit unit) {
    return valueOf(scope.name() + "_" + unit.name());
  }

  long usual() {
    return usual;
  }

  public long least() {
    return least;
  }

  public long most() {
    return most;
  }

  public String meaning() {
    return meaning;
  }

  /** Whether one holder, such as a subject, may have another amount than all others. */
  public boolean allowsExceptions() {
    return this == SUBJECT_STORED_BYTES || ordinal() < SERVICE_UPLOADS.ordinal();
  }

  /** What it counts by; the amounts of one node count nothing. */
  Scope scope() {
    return Arrays.stream(Scope.values())
        .filter(scope -> name().startsWith(scope.name() + "_"))
        .findFirst()
        .orElse(Scope.SERVICE);
  }
}
