package io.cameo.image;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to make of one upload.
 *
 * @param sizes sides of the square renditions in pixels, largest first, without repeats, each 16 to
 *     2048
 * @param masterSize largest side of the master in pixels, or 0 for no master
 * @param quality encoder quality, 1 to 100
 * @param crop the user's square; empty lets the pipeline choose by attention
 * @param maxPixels most pixels (width x height x frames that would be decoded) a picture may have
 * @param forms as what every size is made; the master has its own form
 */
public record Recipe(
    List<Integer> sizes,
    int masterSize,
    int quality,
    Optional<Crop> crop,
    long maxPixels,
    Set<Form> forms) {

  /** As an upload is made. */
  public Recipe(
      List<Integer> sizes, int masterSize, int quality, Optional<Crop> crop, long maxPixels) {
    this(sizes, masterSize, quality, crop, maxPixels, Form.AT_ONCE);
  }

  /**
   * @throws IllegalArgumentException when a number is out of its range or the sizes are not in
   *     order
   */
  public Recipe {
    sizes = List.copyOf(sizes);
    forms = Set.copyOf(forms);
    if (sizes.isEmpty() || sizes.size() > 32) {
      throw new IllegalArgumentException("A recipe needs 1 to 32 sizes.");
    }
    int previous = Integer.MAX_VALUE;
    for (int size : sizes) {
      if (size < 16 || size > 2048 || size >= previous) {
        throw new IllegalArgumentException(
            "Sizes go from large to small, without repeats, each 16 to 2048 pixels.");
      }
      previous = size;
    }
    if (masterSize != 0 && (masterSize < 64 || masterSize > 4096)) {
      throw new IllegalArgumentException("The master has 64 to 4096 pixels a side, or 0 for none.");
    }
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("Quality is 1 to 100.");
    }
    if (maxPixels < 1) {
      throw new IllegalArgumentException("The pixel limit is 1 or more.");
    }
    if (forms.isEmpty()) {
      throw new IllegalArgumentException("A recipe needs at least one form.");
    }
  }
}
