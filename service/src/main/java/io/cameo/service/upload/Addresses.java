package io.cameo.service.upload;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;

/** The base of the picture addresses that are handed out. */
final class Addresses {

  private final Optional<String> publicUrl;

  Addresses(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl.map(URI::toString);
  }

  /** Without a slash at its end. */
  String base(HttpServletRequest request) {
    return publicUrl.orElseGet(() -> fromRequest(request));
  }

  private static String fromRequest(HttpServletRequest request) {
    boolean usual = request.getServerPort() == ("https".equals(request.getScheme()) ? 443 : 80);
    return request.getScheme()
        + "://"
        + request.getServerName()
        + (usual ? "" : ":" + request.getServerPort());
  }
}
