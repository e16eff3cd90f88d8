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

  private record Drawn(int ground, int size) {}

  /**
   * A drawn picture.
   *
   * @param png the whole file; not to be changed
   * @param name a word for it, the same for the same picture
   */
  public record Picture(byte[] png, String name) {}

  /**
   * The subject's picture.
   *
   * @param size side in pixels; one of the installation's sizes, so that their number is bounded
   */
  public Picture of(String subject, int size) {
    int ground = Math.floorMod(subject.hashCode() * 0x9E3779B9 >>> 16, GROUNDS.length);
    return drawn.computeIfAbsent(
        new Drawn(ground, size),
        wanted ->
            new Picture(
                Silhouette.draw(wanted.size(), GROUNDS[wanted.ground()]),
                "fallback-" + wanted.ground() + "-" + wanted.size()));
  }
}
