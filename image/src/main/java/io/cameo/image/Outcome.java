package io.cameo.image;

import java.util.List;

/** What became of one upload. */
public sealed interface Outcome {

  /**
   * What was uploaded.
   *
   * @param width pixels after orientation
   * @param height pixels after orientation
   */
  record Source(ImageType type, int width, int height) {}

  /**
   * The picture was accepted.
   *
   * @param source what was uploaded
   * @param crop the square that was used, given or chosen
   * @param transparent whether any kept pixel lets the background through
   * @param renditions every size and type, and the master when one was asked for (named {@code
   *     master.…}); square; a size larger than the cropped source is made all the same, scaled up
   * @param thumbhash about 25 bytes that decode to a blurred preview
   * @param color the dominant colour as {@code #rrggbb}
   */
  record Rendered(
      Source source,
      Crop crop,
      boolean transparent,
      List<Rendition> renditions,
      byte[] thumbhash,
      String color)
      implements Outcome {

    public Rendered {
      renditions = List.copyOf(renditions);
    }
  }

  /**
   * The picture was refused.
   *
   * @param refusal which rule it broke
   * @param detail one sentence for the user, without internals and without anything read from the
   *     file but numbers
   */
  record Refused(Refusal refusal, String detail) implements Outcome {}
}
