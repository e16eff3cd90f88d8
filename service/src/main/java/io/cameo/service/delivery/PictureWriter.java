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

  /** Sends the picture, or the part of it or the confirmation that was asked for. */
  int send(
      Picture picture,
      String cacheControl,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    protect(response);
    response.setHeader("Cache-Control", cacheControl);
    response.setHeader("ETag", picture.etag());
    String known = request.getHeader("If-None-Match");
    if (known != null && matches(known, picture.etag())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return HttpServletResponse.SC_NOT_MODIFIED;
    }
    response.setHeader("Content-Disposition", picture.disposition());
    response.setHeader("Accept-Ranges", "bytes");
    String range = request.getHeader("Range");
    if (range != null && rangeApplies(request, picture)) {
      Optional<SingleRange> wanted = SingleRange.parse(range, picture.bytes().length);
      if (wanted.isPresent()) {
        return sendRange(picture, wanted.get(), request, response);
      }
    }
    response.setContentType(picture.contentType());
    response.setContentLength(picture.bytes().length);
    if (!isHead(request)) {
      response.getOutputStream().write(picture.bytes());
    }
    return HttpServletResponse.SC_OK;
  }

  private static int sendRange(
      Picture picture, SingleRange range, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int size = picture.bytes().length;
    if (range.equals(SingleRange.UNSATISFIABLE)) {
      response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
      response.setHeader("Content-Range", "bytes */" + size);
      response.setHeader("Cache-Control", "no-store");
      response.setContentLength(0);
      return HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE;
    }
    response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
    response.setHeader("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size);
    response.setContentType(picture.contentType());
    response.setContentLength(range.length());
    if (!isHead(request)) {
      response.getOutputStream().write(picture.bytes(), range.first(), range.length());
    }
    return HttpServletResponse.SC_PARTIAL_CONTENT;
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
