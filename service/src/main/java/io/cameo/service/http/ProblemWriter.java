package io.cameo.service.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.MDC;
import tools.jackson.databind.json.JsonMapper;

/** Writes a problem document; the one place where a refusal becomes bytes. */
public final class ProblemWriter {

  /** Media type of RFC 9457. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private final JsonMapper json;

  public ProblemWriter(JsonMapper json) {
    this.json = json;
  }

  /** Sends the problem, unless an answer has already begun. */
  public void write(Problem problem, HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    response.setStatus(problem.status());
    response.setContentType(MEDIA_TYPE);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    problem
        .retryAfter()
        .ifPresent(time -> response.setHeader("Retry-After", Long.toString(seconds(time))));
    if (problem.status() == 401) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"cameo\"");
    }
    if (problem.extras().get("allow") instanceof String allow) {
      response.setHeader("Allow", allow);
    }
    byte[] body = json.writeValueAsString(document(problem)).getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static Map<String, Object> document(Problem problem) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "urn:cameo:problem:" + problem.code());
    document.put("title", problem.title());
    document.put("status", problem.status());
    document.put("code", problem.code());
    document.put("detail", problem.detail());
    problem.retryAfter().ifPresent(time -> document.put("retryAfter", seconds(time)));
    document.putAll(problem.extras());
    String requestId = MDC.get(RequestIdFilter.MDC_KEY);
    if (requestId != null) {
      document.put("requestId", requestId);
    }
    return document;
  }

  private static long seconds(java.time.Duration time) {
    return Math.max(1, (time.toMillis() + 999) / 1000);
  }
}
