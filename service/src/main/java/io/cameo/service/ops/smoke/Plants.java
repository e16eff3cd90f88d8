package io.cameo.service.ops.smoke;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * Fake secrets of this run, in the places where real ones stand. Each holds the same word of
 * chance, which no log may show.
 */
final class Plants {

  private final String word;

  Plants() {
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    this.word = "planted" + HexFormat.of().formatHex(random);
  }

  /** What is looked for. */
  String word() {
    return word;
  }

  /** A key as the service makes them, which it has not made. */
  String key() {
    return "cameo_" + word + "_" + word;
  }

  /** A token of nobody. */
  String token() {
    return "cut_" + word + "." + word;
  }

  /** An address with secrets in it. */
  String query() {
    return "?password=" + word + "&token=" + word + "&X-Amz-Signature=" + word;
  }

  /** A person. */
  String email() {
    return word + "@example.org";
  }

  /** Headers in which others send secrets, name and value by turns. */
  List<String> headers() {
    return List.of(
        "X-Api-Key", word, "Cookie", "session=" + word, "Referer", "https://x/?s=" + word);
  }
}
