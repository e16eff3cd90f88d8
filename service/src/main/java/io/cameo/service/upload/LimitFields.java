package io.cameo.service.upload;

import io.cameo.service.http.Problem;
import io.cameo.service.limits.RateLimitFields;
import jakarta.servlet.http.HttpServletResponse;

/** Puts the fields RateLimit-Policy and RateLimit into an answer. */
final class LimitFields {

  private static final String POLICY = "RateLimit-Policy";
  private static final String STATE = "RateLimit";

  private LimitFields() {}

  static void tell(RateLimitFields fields, HttpServletResponse response) {
    if (!fields.policy().isEmpty()) {
      response.setHeader(POLICY, fields.policy());
    }
    if (!fields.state().isEmpty()) {
      response.setHeader(STATE, fields.state());
    }
  }

  /** Of a refusal, the one limit that was reached. */
  static void tell(Problem problem, HttpServletResponse response) {
    RateLimitFields.of(problem).ifPresent(fields -> tell(fields, response));
  }
}
