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

  public String mediaType() {
    return mediaType;
  }
}
