package io.cameo.service.fallback;

/** The file that a drawn picture is sent as. */
public enum FallbackForm {
  PNG("image/png"),
  JPEG("image/jpeg"),
  /** Shapes only: no text, no script, no reference. */
  SVG("image/svg+xml");

  private final String mediaType;

  FallbackForm(String mediaType) {
    this.mediaType = mediaType;
  }

  /**
   * What an address asks for by its end, in lower case and without a dot. Where it does not say, a
   * PNG: only who asks for a JPEG gives up what a PNG can show.
   */
  public static FallbackForm of(String extension) {
    return switch (extension) {
      case "jpg", "jpeg" -> JPEG;
      case "svg" -> SVG;
      default -> PNG;
    };
  }

  /** The end of a file's name, with its dot. */
  public String ending() {
    return switch (this) {
      case PNG -> ".png";
      case JPEG -> ".jpg";
      case SVG -> ".svg";
    };
  }

  public String mediaType() {
    return mediaType;
  }
}
