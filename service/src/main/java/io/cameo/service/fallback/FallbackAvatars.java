package io.cameo.service.fallback;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pictures for subjects that have none. There are as many as colours times sizes, so that no flood
 * of unknown subjects can fill the memory.
 */
public final class FallbackAvatars {

  /** Grounds on which a light figure stands out; a subject always gets the same one. */
  private static final int[] GROUNDS = {
    0x4f6d8f, 0x5b7f71, 0x8f5f6e, 0x7a6a9a, 0x9a7148, 0x4b8a96, 0x6f7d4a, 0x8a5a8c,
  };

  private final Map<Drawn, Picture> drawn = new ConcurrentHashMap<>();

  private record Drawn(int ground, int size, boolean jpeg) {}

  /**
   * A drawn picture.
   *
   * @param bytes the whole file; not to be changed
   * @param mediaType {@code image/png} or {@code image/jpeg}
   * @param name a word for it, the same for the same picture
   */
  public record Picture(byte[] bytes, String mediaType, String name) {}

  /**
   * The subject's picture.
   *
   * @param size side in pixels; one of the installation's sizes, so that their number is bounded
   * @param jpeg whether it must be a JPEG; else it is a PNG
   */
  public Picture of(String subject, int size, boolean jpeg) {
    int ground = Math.floorMod(subject.hashCode() * 0x9E3779B9 >>> 16, GROUNDS.length);
    return drawn.computeIfAbsent(new Drawn(ground, size, jpeg), FallbackAvatars::draw);
  }

  private static Picture draw(Drawn wanted) {
    int rgb = GROUNDS[wanted.ground()];
    String name = "fallback-" + wanted.ground() + "-" + wanted.size();
    return wanted.jpeg()
        ? new Picture(Silhouette.jpeg(wanted.size(), rgb), "image/jpeg", name + "-jpg")
        : new Picture(Silhouette.png(wanted.size(), rgb), "image/png", name);
  }
}
