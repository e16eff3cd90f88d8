package io.cameo.service.delivery;

import io.cameo.service.http.PictureHeaders;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Optional;

/**
 * Sends a picture with all that belongs to it: validators, ranges, and the headers that protect.
 */
final class PictureWriter {

  /** Nothing at an immutable address ever changes. */
  static final String IMMUTABLE = "public, max-age=31536000, immutable";

  /** How long a substitute may be kept at most: short, so that the picture is soon back. */
  private static final Duration BRIEF = Duration.ofSeconds(10);

  private static final String RETRY_SECONDS = "5";

  private final String stable;
  private final String brief;

  PictureWriter(Duration stableMaxAge) {
    Duration life = stableMaxAge.compareTo(BRIEF) < 0 ? stableMaxAge : BRIEF;
    this.brief = "public, max-age=" + life.toSeconds();
    this.stable =
        "public, max-age="
            + stableMaxAge.toSeconds()
            + ", stale-while-revalidate=600, stale-if-error=86400";
  }

  /** {@code Cache-Control} of stable addresses. */
  String stable() {
    return stable;
  }

  /** {@code Cache-Control} of what is shown while something is away. */
  String brief() {
    return brief;
  }

  /** The headers that every answer of a delivery address carries, also an error. */
  void protect(HttpServletResponse response) {
    PictureHeaders.set(response);
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
    return confirmed(picture.etag(), cacheControl, request, response)
        ? HttpServletResponse.SC_NOT_MODIFIED
        : deliver(picture, cacheControl, request, response);
  }

  /** The same to a caller who is known not to have it. */
  int deliver(
      Picture picture,
      String cacheControl,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    protect(response);
    Optional<SingleRange> range = range(request, picture);
    int size = picture.bytes().length;
    if (range.isPresent() && range.get().equals(SingleRange.UNSATISFIABLE)) {
      response.setHeader("Content-Range", "bytes */" + size);
      return HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE;
    }
    response.setHeader("Cache-Control", cacheControl);
    response.setHeader("ETag", picture.etag());
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

  /**
   * Confirms that the caller has what the tag names, if it says so.
   *
   * @return whether that was the answer
   */
  boolean confirmed(
      String etag, String cacheControl, HttpServletRequest request, HttpServletResponse response) {
    String known = request.getHeader("If-None-Match");
    if (known == null
        || !matches(known, etag) && !isNamed(etag, request.getHeaders("If-None-Match"))) {
      return false;
    }
    protect(response);
    response.setHeader("Cache-Control", cacheControl);
    response.setHeader("ETag", etag);
    response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
    return true;
  }

  /** Sends a picture as what an error shows. */
  void sendUnavailable(Picture picture, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    protect(response);
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Retry-After", RETRY_SECONDS);
    response.setHeader("Content-Disposition", picture.disposition());
    response.setContentType(picture.contentType());
    response.setContentLength(picture.bytes().length);
    if (!isHead(request)) {
      response.getOutputStream().write(picture.bytes());
    }
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

  /** Several lines of a header are one list. */
  private static boolean isNamed(String etag, Enumeration<String> lines) {
    while (lines.hasMoreElements()) {
      if (matches(lines.nextElement(), etag)) {
        return true;
      }
    }
    return false;
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
          at == 0 || isBetween(header.charAt(at - 1)) || header.startsWith("W/", at - 2);
      boolean ends = end == header.length() || isBetween(header.charAt(end));
      if (begins && ends) {
        return true;
      }
      at = header.indexOf(etag, end);
    }
    return false;
  }

  private static boolean isBetween(char c) {
    return c == ',' || c == ' ' || c == '\t';
  }
}
