package io.cameo.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Broken pictures without end, the same ones for the same seed: good ones of every type, damaged in
 * the ways that upset decoders, each in one to four of them.
 */
final class Mutants {

  /** Larger ones are left out: they would only slow the run down. */
  private static final int LARGEST = 400_000;

  private static final int[] EXTREMES = {0, 1, 0x7f, 0x80, 0xff};

  private final List<byte[]> good;
  private final long seed;

  Mutants(long seed) {
    this.seed = seed;
    this.good = good();
  }

  private static List<byte[]> good() {
    List<byte[]> good = new ArrayList<>();
    good.add(Pictures.jpegTurned(6, 120, 90));
    good.add(Pictures.jpegWithSecrets());
    good.add(Pictures.jpegGray());
    good.add(Pictures.jpegProgressive(Pictures.quarters(160, 120)));
    good.add(Pictures.png(Pictures.quarters(90, 70)));
    good.add(Pictures.pngWithAlpha());
    good.add(Pictures.png16Bit());
    good.add(Pictures.gifOfTwoFrames());
    good.add(Pictures.prepared("quarters.webp"));
    good.add(Pictures.prepared("quarters.avif"));
    Pictures.folder().ifPresent(folder -> good.addAll(small(folder)));
    return good;
  }

  /** The real photographs that are small enough, where there are any. */
  private static List<byte[]> small(Path folder) {
    List<byte[]> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (Files.size(file) <= LARGEST && !file.toString().endsWith(".md")) {
          found.add(Files.readAllBytes(file));
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return found;
  }

  /** The mutant of this number. */
  byte[] mutant(int number) {
    Random random = new Random(seed * 1_000_003 + number);
    byte[] picture = any(random).clone();
    for (int i = 1 + random.nextInt(4); i > 0 && picture.length > 1; i--) {
      picture = mutated(picture, random);
    }
    return picture;
  }

  private byte[] any(Random random) {
    return good.get(random.nextInt(good.size()));
  }

  private byte[] mutated(byte[] picture, Random random) {
    // Heads say how large everything is, so half of the damage is done there.
    int reach = random.nextBoolean() ? Math.min(picture.length, 200) : picture.length;
    int at = random.nextInt(reach);
    int length = Math.min(1 + random.nextInt(64), picture.length - at);
    return switch (random.nextInt(9)) {
      case 0 -> flipped(picture, random, reach);
      case 1 -> filled(picture, at, Math.min(4, length), EXTREMES[random.nextInt(5)]);
      case 2 -> Arrays.copyOf(picture, at + 1);
      case 3 -> joined(picture, at, at + length, new byte[0]);
      case 4 -> joined(picture, at, at, Arrays.copyOfRange(picture, at, at + length));
      case 5 -> joined(picture, at, at, noise(random, length));
      case 6 -> joined(picture, at, picture.length, tail(any(random), random));
      case 7 -> repeated(picture, at, length, 2 + random.nextInt(300));
      default -> filled(picture, at, length, 0);
    };
  }

  private static byte[] flipped(byte[] picture, Random random, int reach) {
    byte[] out = picture.clone();
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      out[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
    }
    return out;
  }

  private static byte[] filled(byte[] picture, int at, int length, int value) {
    byte[] out = picture.clone();
    Arrays.fill(out, at, at + length, (byte) value);
    return out;
  }

  private static byte[] tail(byte[] other, Random random) {
    return Arrays.copyOfRange(other, random.nextInt(other.length), other.length);
  }

  private static byte[] noise(Random random, int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] repeated(byte[] picture, int at, int length, int times) {
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      piece.write(picture, at, length);
    }
    return joined(picture, at, at, piece.toByteArray());
  }

  /** The picture with another piece in the place of some bytes. */
  private static byte[] joined(byte[] picture, int from, int to, byte[] piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(picture, 0, from);
    out.writeBytes(piece);
    out.write(picture, to, picture.length - to);
    return out.toByteArray();
  }
}
