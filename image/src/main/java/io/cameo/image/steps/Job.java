package io.cameo.image.steps;

import io.cameo.image.Crop;
import io.cameo.image.Outcome;
import io.cameo.image.Recipe;
import io.cameo.image.Rendition;
import io.cameo.image.sniff.PictureFacts;
import io.cameo.image.vips.VipsImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One upload on its way through the steps, and the owner of every native image made of it: {@link
 * #close} gives them all back, wherever the way ended.
 */
public final class Job implements AutoCloseable {

  private final ByteBuffer picture;
  private final Recipe recipe;

  private @Nullable PictureFacts facts;
  private int width;
  private int height;
  private @Nullable VipsImage image;
  private @Nullable Area square;
  private @Nullable Crop crop;
  private boolean transparent;
  private final NavigableMap<Integer, VipsImage> levels = new TreeMap<>();
  private byte[] thumbhash = {};
  private String color = "";
  private final List<Rendition> renditions = new ArrayList<>();

  /**
   * Starts a job.
   *
   * @param picture the whole upload in a direct buffer that nobody changes while the job lives
   */
  public Job(ByteBuffer picture, Recipe recipe) {
    this.picture = picture;
    this.recipe = recipe;
  }

  ByteBuffer picture() {
    return picture;
  }

  Recipe recipe() {
    return recipe;
  }

  /** What the walk found; known from "admit" on. */
  PictureFacts facts() {
    return known(facts);
  }

  void admitted(PictureFacts found) {
    facts = found;
  }

  /** Width in pixels of the picture as its decoder gives it, at full size; from "decode" on. */
  int width() {
    return width;
  }

  /** Height in pixels of the picture as its decoder gives it, at full size; from "decode" on. */
  int height() {
    return height;
  }

  void storedAs(int fullWidth, int fullHeight) {
    width = fullWidth;
    height = fullHeight;
  }

  /** From the pixels as stored to the picture as cropped: its own tag, then the user's turn. */
  Turn turn() {
    Turn own = Turn.ofOrientation(facts().tags().orientation());
    return recipe.crop().map(given -> own.thenRotate(given.rotate())).orElse(own);
  }

  /** The picture as far as it has come; known from "decode" on. */
  VipsImage image() {
    return known(image);
  }

  /** Puts the picture's next form in the place of the one before, which is closed. */
  void advance(VipsImage next) {
    VipsImage before = image;
    image = next;
    if (before != null && before != next) {
      before.close();
    }
  }

  /**
   * The part of the stored picture that {@link #image()} shows, in stored pixels at full size;
   * known from "decode" on, square from "crop" on.
   */
  Area shown() {
    return known(square);
  }

  void showing(Area part) {
    square = part;
  }

  /** The longest side that any rendition or the master takes out of {@code available} pixels. */
  int needed(int available) {
    int largest = Math.max(recipe.sizes().getFirst(), recipe.masterSize());
    return Math.min(largest, available);
  }

  void cropped(Crop used) {
    crop = used;
  }

  boolean transparent() {
    return transparent;
  }

  void transparent(boolean found) {
    transparent = found;
  }

  /** The square picture at each side that is made, in pixels; filled by "scale". */
  NavigableMap<Integer, VipsImage> levels() {
    return levels;
  }

  /** Side of the master in pixels, or 0 when none is asked for. */
  int masterSide() {
    return Math.min(recipe.masterSize(), shown().shortSide());
  }

  void previewed(byte[] hash, String dominant) {
    thumbhash = hash;
    color = dominant;
  }

  List<Rendition> renditions() {
    return renditions;
  }

  /** What became of the upload, once all steps are done. */
  public Outcome.Rendered rendered() {
    boolean swap = facts().tags().orientation() >= 5;
    return new Outcome.Rendered(
        new Outcome.Source(facts().type(), swap ? height : width, swap ? width : height),
        known(crop),
        transparent,
        renditions,
        thumbhash,
        color);
  }

  @Override
  public void close() {
    levels.values().forEach(VipsImage::close);
    VipsImage last = image;
    if (last != null) {
      last.close();
    }
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("A step was run before the one it builds on.");
    }
    return value;
  }
}
