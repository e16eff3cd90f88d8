package io.cameo.service.upload;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;

/** The base of the picture addresses that are handed out. */
final class Addresses {

  private final Optional<String> base;

  /**
   * @param cdn where pictures are delivered through a CDN, which comes first
   * @param publicUrl where they are delivered otherwise, when that is set
   */
  Addresses(Optional<URI> cdn, Optional<URI> publicUrl) {
    this.base = cdn.or(() -> publicUrl).map(URI::toString);
  }

  /** Without a slash at its end. */
  String base(HttpServletRequest request) {
    return base.orElseGet(() -> fromRequest(request));
  }

  private static String fromRequest(HttpServletRequest request) {
    boolean usual = request.getServerPort() == ("https".equals(request.getScheme()) ? 443 : 80);
    return request.getScheme()
        + "://"
        + request.getServerName()
        + (usual ? "" : ":" + request.getServerPort());
  }
}
