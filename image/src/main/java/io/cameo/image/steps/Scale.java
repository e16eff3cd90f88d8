package io.cameo.image.steps;

import io.cameo.image.Outcome;
import io.cameo.image.vips.Operations;
import io.cameo.image.vips.VipsImage;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Makes the square at every side that is asked for, from large to small, each from a larger one
 * that is there already.
 *
 * <p>A side of exactly half another one is the mean of four pixels, which costs least; every other
 * one is resampled from a picture of at least twice its side, so that no picture is blurred twice.
 * What is larger than the source is scaled up from it.
 */
public final class Scale implements Step {

  @Override
  public String name() {
    return "scale";
  }

  @Override
  public Optional<Outcome.Refused> run(Job job) {
    NavigableMap<Integer, VipsImage> levels = job.levels();
    levels.put(job.image().width(), job.image());
    TreeSet<Integer> sides = new TreeSet<>(job.recipe().sizes());
    sides.add(Preview.side(sides.first()));
    if (job.masterSide() > 0) {
      sides.add(job.masterSide());
    }
    for (int side : sides.descendingSet()) {
      if (!levels.containsKey(side)) {
        levels.put(side, made(side, levels));
      }
    }
    return Optional.empty();
  }

  private static VipsImage made(int side, NavigableMap<Integer, VipsImage> levels) {
    VipsImage twice = levels.get(2 * side);
    try (VipsImage scaled = twice == null ? resampled(side, levels) : Operations.halve(twice)) {
      return scaled.toMemory();
    }
  }

  private static VipsImage resampled(int side, NavigableMap<Integer, VipsImage> levels) {
    var larger = levels.ceilingEntry(2 * side);
    VipsImage source = larger == null ? levels.lastEntry().getValue() : larger.getValue();
    return Operations.resize(source, side, side);
  }
}
