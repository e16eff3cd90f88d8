package io.cameo.service.catalogue;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * The name of a version: 128 random bits, never reused, written as 32 lower-case hexadecimal
 * digits.
 */
public record VersionId(UUID value) implements Comparable<VersionId> {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** A name that nobody can guess and that no other version has. */
  public static VersionId random() {
    byte[] bits = new byte[16];
    RANDOM.nextBytes(bits);
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      high = (high << 8) | (bits[i] & 0xff);
      low = (low << 8) | (bits[i + 8] & 0xff);
    }
    return new VersionId(new UUID(high, low));
  }

  /** The id in its written form; empty when the text is anything else. */
  public static Optional<VersionId> parse(String text) {
    if (text.length() != 32) {
      return Optional.empty();
    }
    for (int i = 0; i < 32; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new VersionId(
            new UUID(
                Long.parseUnsignedLong(text, 0, 16, 16),
                Long.parseUnsignedLong(text, 16, 32, 16))));
  }

  /** Where this version's objects live; it ends in a slash. */
  public String keyPrefix() {
    return "avatars/" + this + "/";
  }

  /** In the order of the written form, which is that of the keys and that of the database. */
  @Override
  public int compareTo(VersionId other) {
    int high =
        Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(
            value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(value.getMostSignificantBits())
        + hex.toHexDigits(value.getLeastSignificantBits());
  }
}
