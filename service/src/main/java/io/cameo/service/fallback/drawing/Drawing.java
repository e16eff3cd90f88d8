package io.cameo.service.fallback.drawing;

import java.util.ArrayList;
import java.util.List;

/** A ground and the shapes on it, each in one colour, the last on top. */
public final class Drawing {

  /** A shape and its colour as 0xRRGGBB. */
  record Layer(Outline outline, int rgb) {}

  /** The ground that shows what is behind the picture. */
  private static final int CLEAR = -1;

  private final int ground;
  private final List<Layer> layers = new ArrayList<>();

  private Drawing(int ground) {
    this.ground = ground;
  }

  /**
   * A drawing on a plain ground.
   *
   * @param ground colour as 0xRRGGBB
   */
  public static Drawing on(int ground) {
    return new Drawing(ground);
  }

  /** A drawing that has nothing behind it. */
  public static Drawing onNothing() {
    return new Drawing(CLEAR);
  }

  public Drawing add(int rgb, Outline outline) {
    layers.add(new Layer(outline, rgb));
    return this;
  }

  boolean hasGround() {
    return ground != CLEAR;
  }

  int ground() {
    return ground;
  }

  List<Layer> layers() {
    return layers;
  }

  /** The picture of the given side in pixels. */
  public Pixels pixels(int size) {
    return new Raster(size).draw(this);
  }

  /** The picture as an SVG document; it has shapes only, no text, script or reference. */
  public String svg(int size) {
    return SvgText.of(this, size);
  }
}
