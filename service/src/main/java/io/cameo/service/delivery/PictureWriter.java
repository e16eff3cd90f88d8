package io.cameo.service.delivery;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends a picture with all that belongs to it: validators, ranges, and the headers that protect.
 */
final class PictureWriter {

  /** Nothing at an immutable address ever changes. */
  static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private final String stable;

  PictureWriter(Duration stableMaxAge) {
    this.stable =
        "public, max-age="
            + stableMaxAge.toSeconds()
            + ", stale-while-revalidate=600, stale-if-error=86400";
  }

  /** {@code Cache-Control} of stable addresses. */
  String stable() {
    return stable;
  }

  /** The headers that every answer of a delivery address carries, also an error. */
  void protect(HttpServletResponse response) {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader(
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
    response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Referrer-Policy", "no-referrer");
  }

  /**
   * Sends the picture, or the part of it or the confirmation that was asked for.
   *
   * @return the status; with 416 the answer is still to be written
   */
  int send(
      Picture picture,
      String cacheControl,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    protect(response);
    String known = request.getHeader("If-None-Match");
    boolean confirmed = known != null && matches(known, picture.etag());
    Optional<SingleRange> range = confirmed ? Optional.empty() : range(request, picture);
    int size = picture.bytes().length;
    if (range.isPresent() && range.get().equals(SingleRange.UNSATISFIABLE)) {
      response.setHeader("Content-Range", "bytes */" + size);
      return HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE;
    }
    response.setHeader("Cache-Control", cacheControl);
    response.setHeader("ETag", picture.etag());
    if (confirmed) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return HttpServletResponse.SC_NOT_MODIFIED;
    }
    response.setHeader("Content-Disposition", picture.disposition());
    response.setHeader("Accept-Ranges", "bytes");
    response.setContentType(picture.contentType());
    SingleRange part = range.orElse(new SingleRange(0, size - 1));
    if (range.isPresent()) {
      response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
      response.setHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + size);
    }
    response.setContentLength(part.length());
    if (!isHead(request)) {
      response.getOutputStream().write(picture.bytes(), part.first(), part.length());
    }
    return range.isPresent() ? HttpServletResponse.SC_PARTIAL_CONTENT : HttpServletResponse.SC_OK;
  }

  /** The part that is asked for; a range is defined for GET alone (RFC 9110, 14.2). */
  private static Optional<SingleRange> range(HttpServletRequest request, Picture picture) {
    String header = request.getHeader("Range");
    return header != null && !isHead(request) && rangeApplies(request, picture)
        ? SingleRange.parse(header, picture.bytes().length)
        : Optional.empty();
  }

  private static boolean isHead(HttpServletRequest request) {
    return request.getMethod().equals("HEAD");
  }

  /** A range of another state of the picture would be a mixture of two. */
  private static boolean rangeApplies(HttpServletRequest request, Picture picture) {
    String condition = request.getHeader("If-Range");
    return condition == null || condition.equals(picture.etag());
  }

  /** Weak comparison with every tag of the list, as RFC 9110 wants it for this header. */
  private static boolean matches(String header, String etag) {
    if (header.equals(etag) || header.equals("*")) {
      return true;
    }
    int at = header.indexOf(etag);
    while (at >= 0) {
      int end = at + etag.length();
      boolean begins =
          at == 0
              || header.charAt(at - 1) == ' '
              || header.charAt(at - 1) == ','
              || header.startsWith("W/", at - 2);
      boolean ends =
          end == header.length() || header.charAt(end) == ',' || header.charAt(end) == ' ';
      if (begins && ends) {
        return true;
      }
      at = header.indexOf(etag, end);
    }
    return false;
  }
}
