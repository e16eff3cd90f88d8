package io.cameo.service.cdn;

import io.cameo.storage.Sha256;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Marks delivered pictures, so that a CDN can be told to let go of all that shows a version, a
 * subject or an identity at once. Tags tell nobody more than the address does that carries them: a
 * subject's and an identity's are digests, each only at addresses that name it already.
 */
public final class CdnTags {

  /** No CDN asks for any. */
  public static final CdnTags NONE = new CdnTags(Optional.empty(), ' ');

  private static final int DIGITS = 24;

  private final Optional<String> header;
  private final char separator;

  private CdnTags(Optional<String> header, char separator) {
    this.header = header;
    this.separator = separator;
  }

  /** Those that this CDN understands. */
  public static CdnTags of(CdnSettings settings) {
    if (!settings.on()) {
      return NONE;
    }
    return settings.way() == CdnSettings.Way.CLOUDFLARE
        ? new CdnTags(Optional.of("Cache-Tag"), ',')
        : new CdnTags(Optional.of("Surrogate-Key"), ' ');
  }

  /**
   * Marks what shows this version at its own address. Ids are written out only where there is a
   * CDN: this is on the hot path.
   */
  public void markVersion(HttpServletResponse response, Object version) {
    header.ifPresent(name -> response.setHeader(name, ofVersion(version.toString())));
  }

  /**
   * Marks the stable address of a subject.
   *
   * @param version id of what it shows; empty for a drawn picture
   */
  public void markSubject(HttpServletResponse response, String subject, Optional<?> version) {
    header.ifPresent(name -> response.setHeader(name, joined(ofSubject(subject), version)));
  }

  /**
   * Marks the address of an identity.
   *
   * @param version id of what it shows; empty for a drawn picture
   */
  public void markHash(HttpServletResponse response, String hash, Optional<?> version) {
    header.ifPresent(name -> response.setHeader(name, joined(ofHash(hash), version)));
  }

  private String joined(String own, Optional<?> version) {
    return version.isEmpty() ? own : own + separator + ofVersion(version.get().toString());
  }

  /** The id is random and stands in the address already. */
  static String ofVersion(String version) {
    return "v-" + version;
  }

  static String ofSubject(String subject) {
    return "s-" + digest("subject " + subject);
  }

  static String ofHash(String hash) {
    return "h-" + digest("hash " + hash);
  }

  private static String digest(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }
}
