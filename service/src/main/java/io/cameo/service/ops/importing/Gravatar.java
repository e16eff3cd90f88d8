package io.cameo.service.ops.importing;

import io.cameo.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Pictures that belong to e-mail addresses, at Gravatar or at a server that answers like it. Only
 * the address's hash leaves this machine.
 *
 * @param base the server's address up to the hash
 */
record Gravatar(URI base, PictureFetcher fetcher) {

  /** The largest square that Gravatar gives. */
  private static final int SIZE = 2048;

  /** What to ask for; d=404 says that no picture is wanted where there is none. */
  String address(String email) {
    byte[] normal = email.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    String separator = base.toString().endsWith("/") ? "" : "/";
    return base + separator + Sha256.of(normal) + "?d=404&s=" + SIZE;
  }

  InputStream open(String email) throws IOException {
    return fetcher.fetch(address(email)).orElseThrow(Source.AbsentException::new);
  }
}
