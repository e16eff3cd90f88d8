package io.cameo.service.delivery;

import io.cameo.service.fallback.FallbackRequest;
import io.cameo.service.fallback.FallbackStyle;
import io.cameo.service.gravatar.IdentityHashes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /avatar/{hash}[.ext]?s=&d=&f=} asks for, as Gravatar and Libravatar define it.
 * Whatever is malformed or unknown is as good as absent: a client's mistake never makes a broken
 * image.
 *
 * @param hash in lower case; empty for what is no hash, which nobody has
 * @param extension in lower case, without a dot; empty when the address has none
 * @param size side in pixels, from 1 to {@link #LARGEST}
 * @param otherwise what is wanted when there is no picture
 * @param forced whether it is wanted in any case
 * @param dark whether what is drawn will stand on a dark page; our own, other servers ignore it
 */
record GravatarRequest(
    String hash, String extension, int size, Otherwise otherwise, boolean forced, boolean dark) {

  /** The largest side of Libravatar, to which larger ones are brought. */
  static final int LARGEST = 512;

  private static final int USUAL = 80;

  private static final String PREFIX = "/avatar/";

  /** What stands for a picture that does not exist. */
  sealed interface Otherwise {

    /** What the installation shows of users without a picture. */
    record Usual() implements Otherwise {}

    record NotFound() implements Otherwise {}

    /** At this address, if it may be. */
    record Elsewhere(String address) implements Otherwise {}

    /**
     * Drawn.
     *
     * @param initials as they are; empty when there are none
     * @param name whose initials are to be taken when no initial can be drawn; empty for none
     */
    record Drawn(FallbackStyle style, String initials, String name) implements Otherwise {

      FallbackRequest of(String seed) {
        FallbackRequest given = FallbackRequest.of(style, seed).lettered(initials);
        return given.letters().isEmpty() ? given.named(name) : given;
      }
    }
  }

  /** Whether the address has nothing where the hash should be. */
  static boolean lacksHash(String path) {
    return path.equals("/avatar") || path.equals(PREFIX);
  }

  /**
   * Reads a request.
   *
   * @param path as it was sent, still percent-encoded
   * @return empty when it is not one segment of plain characters: no delimiter makes a second
   *     address of the same answer
   */
  static Optional<GravatarRequest> parse(String path, @Nullable String query) {
    if (!path.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String name = path.substring(PREFIX.length());
    if (name.chars().anyMatch(c -> "/;%\\".indexOf(c) >= 0)) {
      return Optional.empty();
    }
    int dot = name.indexOf('.');
    String hash = (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
    String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    Map<String, String> given = parameters(query);
    return Optional.of(
        new GravatarRequest(
            IdentityHashes.isHash(hash) ? hash : "",
            extension,
            size(either(given, "size", "s")),
            otherwise(either(given, "default", "d"), given),
            either(given, "forcedefault", "f").equals("y"),
            given.getOrDefault("theme", "").equals("dark")));
  }

  /** Each name's first value; one that cannot be decoded is left out, and so is an empty one. */
  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> given = new HashMap<>();
    if (query == null) {
      return given;
    }
    for (String part : query.split("&", -1)) {
      int sign = part.indexOf('=');
      if (sign > 0 && sign < part.length() - 1) {
        try {
          String value = URLDecoder.decode(part.substring(sign + 1), StandardCharsets.UTF_8);
          given.putIfAbsent(part.substring(0, sign), value);
        } catch (IllegalArgumentException malformed) {
          continue;
        }
      }
    }
    return given;
  }

  /** The long name wins. */
  private static String either(Map<String, String> given, String longName, String shortName) {
    return given.getOrDefault(longName, given.getOrDefault(shortName, ""));
  }

  private static int size(String text) {
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return USUAL;
      }
      value = Math.min(LARGEST, value * 10 + (c - '0'));
    }
    return value == 0 ? USUAL : value;
  }

  private static Otherwise otherwise(String word, Map<String, String> given) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "404" -> new Otherwise.NotFound();
      case "mm", "mp" -> drawn(FallbackStyle.MP);
      case "mmng" -> drawn(FallbackStyle.SILHOUETTE);
      case "identicon" -> drawn(FallbackStyle.IDENTICON);
      // Wavatars are faces; ours with one are the monsters.
      case "monsterid", "wavatar" -> drawn(FallbackStyle.MONSTER);
      case "retro", "pagan" -> drawn(FallbackStyle.RETRO);
      case "robohash" -> drawn(FallbackStyle.ROBOT);
      case "blank" -> drawn(FallbackStyle.BLANK);
      case "color" -> drawn(FallbackStyle.COLOR);
      case "initials" ->
          new Otherwise.Drawn(
              FallbackStyle.INITIALS,
              given.getOrDefault("initials", ""),
              given.getOrDefault("name", ""));
      default -> word.contains("://") ? new Otherwise.Elsewhere(word) : new Otherwise.Usual();
    };
  }

  private static Otherwise drawn(FallbackStyle style) {
    return new Otherwise.Drawn(style, "", "");
  }
}
