package io.cameo.image.sandbox;

import java.util.Locale;

/**
 * How a worker is to be confined.
 *
 * @param mode what happens where the kernel cannot do it
 * @param dataMebibytes most mebibytes of private memory, the JVM's own included
 * @param pictureSeconds most seconds of processor time for one picture
 */
public record Confinement(Mode mode, int dataMebibytes, int pictureSeconds) {

  /**
   * What a JVM with a 64 MiB heap and libvips need before the first picture is opened (measured: a
   * worker does not come up below 300 MiB and works from 400 MiB on).
   */
  private static final int BASE_MEBIBYTES = 640;

  /** What happens where the kernel cannot do it. */
  public enum Mode {
    /** A worker that cannot lock itself in ends, and says why. */
    REQUIRED,
    /** Every layer that can be had is taken; a worker without any works as well. */
    PREFERRED,
    /** Nothing is taken away. */
    OFF
  }

  /**
   * @throws IllegalArgumentException when no worker could live with these numbers
   */
  public Confinement {
    if (dataMebibytes < 400 || pictureSeconds < 1) {
      throw new IllegalArgumentException(
          "A worker needs 400 MiB, and a second of processor time for a picture.");
    }
  }

  /** None. */
  public static Confinement off() {
    return new Confinement(Mode.OFF, BASE_MEBIBYTES, 1);
  }

  /**
   * The memory that the largest picture may need: admission grants decoders 6 bytes for each pixel,
   * and as much again is left for what is made of them; the file itself is held twice while its
   * buffer grows.
   *
   * @param maxPixels most pixels of a picture
   * @param maxBytes most bytes of its file
   */
  public static Confinement forPictures(
      Mode mode, long maxPixels, long maxBytes, int pictureSeconds) {
    long data = BASE_MEBIBYTES + (12 * maxPixels + 2 * maxBytes >> 20);
    return new Confinement(mode, (int) Math.min(data, Integer.MAX_VALUE), pictureSeconds);
  }

  /** The same in one word, for a command line. */
  public String word() {
    return mode.name().toLowerCase(Locale.ROOT) + ":" + dataMebibytes + ":" + pictureSeconds;
  }

  /**
   * What {@link #word} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Confinement of(String word) {
    String[] parts = word.split(":", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("A confinement is mode:mebibytes:seconds.");
    }
    return new Confinement(
        Mode.valueOf(parts[0].toUpperCase(Locale.ROOT)),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]));
  }

  /** Whether anything is to be taken away on this system at all. */
  public boolean applies() {
    return mode != Mode.OFF && (mode == Mode.REQUIRED || isLinux());
  }

  /** Whether this system is the one whose kernel can do it. */
  public static boolean isLinux() {
    return System.getProperty("os.name", "").equals("Linux");
  }
}
