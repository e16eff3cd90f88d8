package io.cameo.service.delivery;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * In which types a picture may be answered, the best first. There are six of these however many
 * headers {@code Accept} there are, so that an address has three different answers at most.
 */
enum Preference {
  /** What every mail program shows. */
  JPEG(PictureType.JPEG),
  /** What every browser shows, with the transparency if there is any. */
  CLASSIC(PictureType.PNG, PictureType.JPEG),
  WEBP(PictureType.WEBP, PictureType.PNG, PictureType.JPEG),
  AVIF(PictureType.AVIF, PictureType.PNG, PictureType.JPEG),
  AVIF_THEN_WEBP(PictureType.AVIF, PictureType.WEBP, PictureType.PNG, PictureType.JPEG),
  WEBP_THEN_AVIF(PictureType.WEBP, PictureType.AVIF, PictureType.PNG, PictureType.JPEG);

  /** A header and what it says; immutable, so that a race costs no more than a second reading. */
  private record Read(String accept, Preference preference) {}

  private static final int LONGEST_REMEMBERED = 256;

  /** By a part of the header's hash; as many as a power of two. */
  private static final AtomicReferenceArray<@Nullable Read> READ = new AtomicReferenceArray<>(64);

  private final List<PictureType> types;

  Preference(PictureType... types) {
    this.types = List.of(types);
  }

  List<PictureType> types() {
    return types;
  }

  /**
   * By the end of an address, which a header never overrules. Others than these, which only clients
   * of Gravatar send, ask for nothing modern.
   */
  static Preference of(String extension) {
    return switch (extension) {
      case "jpg", "jpeg" -> JPEG;
      case "webp" -> WEBP;
      case "avif" -> AVIF;
      default -> CLASSIC;
    };
  }

  /** By the address if it has an extension, else by what the client says that it can show. */
  static Preference of(String extension, HttpServletRequest request) {
    if (!extension.isEmpty()) {
      return of(extension);
    }
    Enumeration<String> lines = request.getHeaders("Accept");
    if (!lines.hasMoreElements()) {
      return CLASSIC;
    }
    String accept = lines.nextElement();
    while (lines.hasMoreElements()) {
      accept = accept + "," + lines.nextElement();
    }
    return remembered(accept);
  }

  /** The headers of browsers are few; others have them read, and take the place of one. */
  private static Preference remembered(String accept) {
    int place = accept.hashCode() & (READ.length() - 1);
    Read known = READ.getPlain(place);
    if (known != null && known.accept().equals(accept)) {
      return known.preference();
    }
    Preference preference = accepting(accept);
    if (accept.length() <= LONGEST_REMEMBERED) {
      READ.setPlain(place, new Read(accept, preference));
    }
    return preference;
  }

  /**
   * By a header {@code Accept}. WebP and AVIF only when they are named: mail programs and old
   * clients send wildcards. What the client would rather have as JPEG or PNG it gets as that.
   */
  static Preference accepting(String accept) {
    AcceptedTypes accepted = AcceptedTypes.read(accept);
    boolean avif = accepted.avif() > 0 && accepted.avif() >= accepted.classic();
    boolean webp = accepted.webp() > 0 && accepted.webp() >= accepted.classic();
    if (avif && webp) {
      return accepted.avif() >= accepted.webp() ? AVIF_THEN_WEBP : WEBP_THEN_AVIF;
    }
    return avif ? AVIF : webp ? WEBP : CLASSIC;
  }
}
