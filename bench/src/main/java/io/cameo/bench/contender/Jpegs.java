package io.cameo.bench.contender;

import io.cameo.bench.load.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Looks whether an answer holds the picture that it should. */
final class Jpegs {

  private Jpegs() {}

  /** What is wrong with an answer that should be a square picture; empty when it is right. */
  static Optional<String> fault(Answer answer, int size) {
    if (answer.status() != 200) {
      return Optional.of("status " + answer.status() + " for the picture of " + size + " pixels");
    }
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(answer.body()));
      boolean right = image != null && image.getWidth() == size && image.getHeight() == size;
      return right ? Optional.empty() : Optional.of("no picture of " + size + " pixels");
    } catch (IOException e) {
      return Optional.of("a damaged picture of " + size + " pixels");
    }
  }
}
