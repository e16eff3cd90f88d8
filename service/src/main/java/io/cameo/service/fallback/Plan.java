package io.cameo.service.fallback;

import io.cameo.service.fallback.drawing.Drawing;
import io.cameo.service.fallback.figures.Identicon;
import io.cameo.service.fallback.figures.Monogram;
import io.cameo.service.fallback.figures.Monster;
import io.cameo.service.fallback.figures.Palette;
import io.cameo.service.fallback.figures.Retro;
import io.cameo.service.fallback.figures.Robot;
import io.cameo.service.fallback.figures.Seed;
import io.cameo.service.fallback.figures.Silhouette;
import io.cameo.service.fallback.file.JpegFile;
import io.cameo.service.fallback.file.PngFile;
import io.cameo.service.fallback.glyphs.Lettering;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * All that a picture depends on, and nothing more: two requests with the same plan have the same
 * bytes. Styles with few pictures have few plans, however many subjects there are.
 *
 * @param seed of a style with countless figures; else zero
 * @param kind which of a style's few grounds; else zero
 */
record Plan(
    FallbackStyle style,
    Seed seed,
    int kind,
    List<String> letters,
    int size,
    boolean dark,
    FallbackForm form) {

  private static final Seed NONE = new Seed(0, 0);

  private static final int FOR_GROUND = -1;

  static Plan of(FallbackRequest wanted) {
    Seed seed = Seed.of(wanted.seed());
    return switch (wanted.style()) {
      case SILHOUETTE -> few(wanted, FallbackStyle.SILHOUETTE, silhouette(wanted.seed()));
      case MP -> few(wanted, FallbackStyle.MP, 0);
      case COLOR -> few(wanted, FallbackStyle.COLOR, seed.choose(FOR_GROUND, Palette.HUES));
      case BLANK ->
          new Plan(FallbackStyle.BLANK, NONE, 0, List.of(), wanted.size(), false, wanted.form());
      case INITIALS ->
          wanted.letters().isEmpty()
              ? many(wanted, FallbackStyle.IDENTICON, seed)
              : few(wanted, FallbackStyle.INITIALS, seed.choose(FOR_GROUND, Palette.HUES));
      case IDENTICON, RETRO, MONSTER, ROBOT -> many(wanted, wanted.style(), seed);
    };
  }

  /** As they have been dealt out since there are silhouettes: nobody's changes its colour. */
  private static int silhouette(String seed) {
    return Math.floorMod((seed.hashCode() * 0x9E3779B9) >>> 16, Silhouette.KINDS);
  }

  private static Plan few(FallbackRequest wanted, FallbackStyle style, int kind) {
    List<String> letters = style == FallbackStyle.INITIALS ? wanted.letters() : List.of();
    return new Plan(style, NONE, kind, letters, wanted.size(), wanted.dark(), wanted.form());
  }

  private static Plan many(FallbackRequest wanted, FallbackStyle style, Seed seed) {
    return new Plan(style, seed, 0, List.of(), wanted.size(), wanted.dark(), wanted.form());
  }

  /** The whole file. */
  byte[] draw() {
    Drawing drawing = drawing();
    return switch (form) {
      case PNG -> PngFile.of(drawing.pixels(size));
      case JPEG -> JpegFile.of(drawing.pixels(size));
      case SVG -> drawing.svg(size).getBytes(StandardCharsets.UTF_8);
    };
  }

  private Drawing drawing() {
    return switch (style) {
      case SILHOUETTE -> Silhouette.of(kind, dark);
      case MP -> Silhouette.of(-1, dark);
      case INITIALS -> Monogram.of(kind, Lettering.of(letters), dark);
      case IDENTICON -> Identicon.of(seed, dark);
      case RETRO -> Retro.of(seed, dark);
      case MONSTER -> Monster.of(seed, dark);
      case ROBOT -> Robot.of(seed, dark);
      case COLOR -> Drawing.on(Palette.ground(kind, dark));
      case BLANK -> Drawing.onNothing();
    };
  }
}
