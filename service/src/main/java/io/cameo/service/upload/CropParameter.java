package io.cameo.service.upload;

import io.cameo.image.Crop;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameter {@code crop=x,y,size[,rotate]}. */
final class CropParameter {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,6}),([0-9]{1,6}),([0-9]{1,6})(?:,([0-9]{1,3}))?");

  private CropParameter() {}

  /** The square; empty when the parameter is absent or empty. */
  static Optional<Crop> parse(Optional<String> parameter) {
    if (parameter.isEmpty() || parameter.get().isEmpty()) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(parameter.get());
    if (!parts.matches()) {
      throw UploadProblems.badCrop(
              "Give crop as x,y,size or x,y,size,rotate in whole pixels of the picture as it is seen,"
                  + " such as crop=120,40,900.")
          .toException();
    }
    int rotate = parts.group(4) == null ? 0 : Integer.parseInt(parts.group(4));
    try {
      return Optional.of(
          new Crop(
              Integer.parseInt(parts.group(1)),
              Integer.parseInt(parts.group(2)),
              Integer.parseInt(parts.group(3)),
              rotate));
    } catch (IllegalArgumentException bad) {
      throw UploadProblems.badCrop(String.valueOf(bad.getMessage())).toException();
    }
  }

  /** How a square is remembered, so that the same upload is recognised. */
  static String write(Optional<Crop> crop) {
    return crop.map(c -> c.x() + "," + c.y() + "," + c.size() + "," + c.rotate()).orElse("");
  }
}
