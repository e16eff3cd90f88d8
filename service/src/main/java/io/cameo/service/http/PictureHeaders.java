package io.cameo.service.http;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What every answer at a picture's address carries, so that nothing which lies there is ever taken
 * for a page. Also what the server itself refuses before delivery sees it.
 */
public final class PictureHeaders {

  private PictureHeaders() {}

  /** Sets them. */
  public static void set(HttpServletResponse response) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader(
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Referrer-Policy", "no-referrer");
  }

  /**
   * Sets them where pictures lie.
   *
   * @param path as it was sent; null when it could not be read
   */
  static void setAt(@Nullable String path, HttpServletResponse response) {
    if (path != null
        && (path.startsWith("/u/") || path.startsWith("/a/") || path.startsWith("/avatar/"))) {
      set(response);
    }
  }
}
