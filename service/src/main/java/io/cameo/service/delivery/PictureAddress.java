package io.cameo.service.delivery;

import io.cameo.service.accounts.Subjects;
import io.cameo.service.catalogue.VersionId;
import java.util.Optional;

/**
 * What a delivery address asks for. Only these forms exist; everything else is not found, so that
 * no suffix or delimiter makes a second address of the same answer.
 */
sealed interface PictureAddress {

  /**
   * {@code /a/{version}/{name}}: one rendition, immutable.
   *
   * @param name a number below 10,000 and the extension of a type that is delivered
   */
  record Immutable(VersionId version, String name) implements PictureAddress {

    /** Pixels. */
    int side() {
      return Integer.parseInt(name, 0, name.indexOf('.'), 10);
    }
  }

  /**
   * {@code /u/{subject}[.ext]}: whatever is current.
   *
   * @param extension without a dot; empty when the address has none
   */
  record Stable(String subject, String extension) implements PictureAddress {}

  /** Reads the path of a request as it was sent, still percent-encoded. */
  static Optional<PictureAddress> parse(String path) {
    if (path.startsWith("/a/")) {
      return immutable(path);
    }
    if (path.startsWith("/u/")) {
      return stable(path.substring(3));
    }
    return Optional.empty();
  }

  private static Optional<PictureAddress> immutable(String path) {
    int slash = path.indexOf('/', 3);
    if (slash != 3 + 32) {
      return Optional.empty();
    }
    String name = path.substring(slash + 1);
    if (!isRendition(name)) {
      return Optional.empty();
    }
    return VersionId.parse(path.substring(3, slash)).map(id -> new Immutable(id, name));
  }

  private static boolean isRendition(String name) {
    int dot = name.indexOf('.');
    if (dot < 1 || dot > 4 || PictureType.of(name.substring(dot + 1)) == null) {
      return false;
    }
    for (int i = 0; i < dot; i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static Optional<PictureAddress> stable(String encoded) {
    Optional<String> decoded = decode(encoded);
    if (decoded.isEmpty()) {
      return Optional.empty();
    }
    String text = decoded.get();
    String extension = "";
    int dot = text.lastIndexOf('.');
    if (dot > 0 && isExtension(text, dot + 1)) {
      extension = text.substring(dot + 1);
      text = text.substring(0, dot);
    }
    return Subjects.isSubject(text) ? Optional.of(new Stable(text, extension)) : Optional.empty();
  }

  private static boolean isExtension(String text, int start) {
    return switch (text.substring(start)) {
      case "jpg", "jpeg", "png", "webp", "avif", "svg" -> true;
      default -> false;
    };
  }

  /** Decodes percent signs to ASCII; anything else encoded cannot be part of a subject. */
  private static Optional<String> decode(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return Optional.of(encoded);
    }
    StringBuilder decoded = new StringBuilder(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        int value =
            i + 2 < encoded.length()
                ? 16 * Character.digit(encoded.charAt(i + 1), 16)
                    + Character.digit(encoded.charAt(i + 2), 16)
                : -1;
        if (value < 0x20 || value > 0x7e) {
          return Optional.empty();
        }
        c = (char) value;
        i += 2;
      }
      decoded.append(c);
    }
    return Optional.of(decoded.toString());
  }
}
