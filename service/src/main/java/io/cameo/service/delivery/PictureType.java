package io.cameo.service.delivery;

import org.jspecify.annotations.Nullable;

/** A type in which pictures are delivered. */
enum PictureType {
  JPEG("jpg", "image/jpeg"),
  /** Of pictures with transparency alone. */
  PNG("png", "image/png"),
  WEBP("webp", "image/webp"),
  AVIF("avif", "image/avif");

  private final String extension;
  private final String mediaType;

  PictureType(String extension, String mediaType) {
    this.extension = extension;
    this.mediaType = mediaType;
  }

  String extension() {
    return extension;
  }

  String mediaType() {
    return mediaType;
  }

  /** The type of renditions whose names end so; null when none is delivered. */
  static @Nullable PictureType of(String extension) {
    for (PictureType type : values()) {
      if (type.extension.equals(extension)) {
        return type;
      }
    }
    return null;
  }
}
