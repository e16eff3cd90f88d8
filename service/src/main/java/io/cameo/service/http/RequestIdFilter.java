package io.cameo.service.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request of the API an id that is in its answer, its log lines and its audit line. A
 * caller's own id is added to ours when it is harmless to print: never in its place, because then
 * one caller could put another's id into the audit log.
 */
public final class RequestIdFilter extends OncePerRequestFilter {

  /** Name of the id in the logging context. */
  public static final String MDC_KEY = "requestId";

  /** Stands behind our part of an id, and in none of a caller's. */
  private static final char SEPARATOR = '/';

  private static final String HEADER = "X-Request-Id";
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String given = request.getHeader(HEADER);
    boolean harmless = given != null && HARMLESS.matcher(given).matches();
    String id = harmless ? fresh() + SEPARATOR + given : fresh();
    response.setHeader(HEADER, id);
    MDC.put(MDC_KEY, id);
    try {
      chain.doFilter(request, response);
    } finally {
      MDC.remove(MDC_KEY);
    }
  }

  private static String fresh() {
    // An id to find log lines by, not a secret: the fast generator is enough.
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
