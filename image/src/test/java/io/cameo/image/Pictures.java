package io.cameo.image;

import io.cameo.image.vips.LibvipsFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** What picture tests share: the pipeline, recipes, and reading renditions by another decoder. */
final class Pictures {

  static final long MAX_PIXELS = 50_000_000;

  private static final ImagePipeline PIPELINE = open();

  private Pictures() {}

  static ImagePipeline pipeline() {
    return PIPELINE;
  }

  /** The folder of real photographs beside the project, where there is one. */
  static Optional<Path> shared() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path pictures = folder.resolveSibling("shared").resolve("pictures");
      if (Files.isRegularFile(folder.resolve(".gitignore")) && Files.isDirectory(pictures)) {
        return Optional.of(pictures);
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }

  static Recipe recipe(int... sizes) {
    return new Recipe(Arrays.stream(sizes).boxed().toList(), 0, 90, Optional.empty(), MAX_PIXELS);
  }

  static Recipe cropped(Crop crop, int... sizes) {
    Recipe recipe = recipe(sizes);
    return new Recipe(recipe.sizes(), 0, 90, Optional.of(crop), MAX_PIXELS);
  }

  static Recipe withMaster(int master, int... sizes) {
    return new Recipe(recipe(sizes).sizes(), master, 90, Optional.empty(), MAX_PIXELS);
  }

  static Outcome render(byte[] picture, Recipe recipe) {
    return PIPELINE.render(direct(picture), recipe);
  }

  static Outcome.Rendered rendered(byte[] picture, Recipe recipe) {
    return switch (render(picture, recipe)) {
      case Outcome.Rendered rendered -> rendered;
      case Outcome.Refused refused -> throw new AssertionError("Refused: " + refused);
    };
  }

  static Outcome.Refused refused(byte[] picture, Recipe recipe) {
    return switch (render(picture, recipe)) {
      case Outcome.Refused refused -> refused;
      case Outcome.Rendered _ -> throw new AssertionError("The picture was accepted.");
    };
  }

  static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  static Rendition named(Outcome.Rendered outcome, String name) {
    return outcome.renditions().stream()
        .filter(rendition -> rendition.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No " + name + " in " + names(outcome)));
  }

  static List<String> names(Outcome.Rendered outcome) {
    return outcome.renditions().stream().map(Rendition::name).toList();
  }

  /** A rendition's pixels, read by the JDK's own decoder. */
  static BufferedImage pixels(Rendition rendition) {
    return pixels(rendition.bytes());
  }

  static BufferedImage pixels(byte[] file) {
    try {
      return ImageIO.read(new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Root mean square difference of two pictures' colours, 0 to 1 of full scale. */
  static double difference(BufferedImage a, BufferedImage b) {
    if (a.getWidth() != b.getWidth() || a.getHeight() != b.getHeight()) {
      throw new AssertionError("The pictures have different sizes.");
    }
    double sum = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        int one = a.getRGB(x, y);
        int two = b.getRGB(x, y);
        for (int shift = 0; shift <= 16; shift += 8) {
          double away = ((one >> shift & 0xff) - (two >> shift & 0xff)) / 255.0;
          sum += away * away;
        }
      }
    }
    return Math.sqrt(sum / (3.0 * a.getWidth() * a.getHeight()));
  }

  static boolean contains(byte[] file, String text) {
    return new String(file, StandardCharsets.ISO_8859_1).contains(text);
  }

  private static ImagePipeline open() {
    try {
      return ImagePipeline.open(
          LibvipsFile.locate(Path.of(System.getProperty("java.io.tmpdir"), "cameo-native")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
