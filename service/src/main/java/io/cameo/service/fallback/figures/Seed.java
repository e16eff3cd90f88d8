package io.cameo.service.fallback.figures;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a figure is chosen by: the first half of a SHA-256. */
public record Seed(long high, long low) {

  /** The seed that all texts of the same characters have. */
  public static Seed of(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer sum = ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
      return new Seed(sum.getLong(), sum.getLong());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** A choice that depends on this seed and on what it is for, evenly spread below the bound. */
  public int choose(int purpose, int bound) {
    long mixed = mix(high + mix(low + purpose * 0x9E3779B97F4A7C15L));
    return (int) Math.unsignedMultiplyHigh(mixed, bound);
  }

  private static long mix(long bits) {
    long mixed = (bits ^ bits >>> 32) * 0xD6E8FEB86659FD93L;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    return mixed ^ mixed >>> 32;
  }

  /** The choices one after the other. */
  Choices choices() {
    return new Choices(this);
  }

  /** Draws choice after choice; a new one belongs at the end, or all figures change. */
  static final class Choices {

    private final Seed seed;
    private int purpose;

    private Choices(Seed seed) {
      this.seed = seed;
    }

    int next(int bound) {
      return seed.choose(++purpose, bound);
    }

    boolean coin() {
      return next(2) == 1;
    }

    /** A number between two, in eight steps. */
    double between(double least, double most) {
      return least + (most - least) * next(8) / 7;
    }
  }
}
