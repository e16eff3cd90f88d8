package io.cameo.service.ops.checklist.environment;

import io.cameo.service.ops.checklist.line.About;
import io.cameo.service.ops.checklist.line.Answer;
import io.cameo.service.ops.checklist.line.Check;
import io.cameo.service.ops.checklist.line.Line;
import java.util.List;

/** Whether pictures are made small as well as good. */
final class Compression implements Check {

  private final int quality;
  private final List<String> formats;

  /**
   * @param quality at which renditions are encoded
   * @param formats that are made beside JPEG and PNG
   */
  Compression(int quality, List<String> formats) {
    this.quality = quality;
    this.formats = List.copyOf(formats);
  }

  @Override
  public About about() {
    return new About(
        Line.ENV_6,
        "compression",
        "Renditions are compressed, and made in the smaller formats too",
        "Reads what ENABLE_IMAGE_COMPRESSION, AVATAR_QUALITY, CAMEO_FORMATS and CAMEO_MASTER_SIZE"
            + " come to together.");
  }

  @Override
  public Answer look() {
    if (quality == 100) {
      return Answer.warn(
          "Every rendition is made at the highest quality, which is several times the bytes.",
          "Set ENABLE_IMAGE_COMPRESSION=true and AVATAR_QUALITY=85, then ./cameo rerender.");
    }
    return formats.isEmpty()
        ? Answer.warn(
            "Pictures are JPEG and PNG only, which is about twice the bytes of AVIF.",
            "Set CAMEO_FORMATS=webp,avif and leave CAMEO_MASTER_SIZE at its default.")
        : Answer.pass("Quality " + quality + ", and " + String.join(" and ", formats) + ".");
  }
}
