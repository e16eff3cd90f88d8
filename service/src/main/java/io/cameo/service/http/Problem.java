package io.cameo.service.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A refusal as the caller sees it (RFC 9457).
 *
 * @param status the HTTP status, 400 to 599
 * @param code stable word that programs may rely on
 * @param title a few words, the same for every problem of this code
 * @param detail a sentence that says what to do; no internals, nothing read from a picture
 * @param retryAfter when trying again may help
 * @param extras further members of the document, such as {@code limit}
 */
public record Problem(
    int status,
    String code,
    String title,
    String detail,
    Optional<Duration> retryAfter,
    Map<String, Object> extras) {

  public Problem {
    extras = Map.copyOf(extras);
  }

  public static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, Optional.empty(), Map.of());
  }

  /** The same problem with a time after which to try again, at least one second. */
  public Problem retryAfter(Duration time) {
    Duration atLeast = time.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : time;
    return new Problem(status, code, title, detail, Optional.of(atLeast), extras);
  }

  /** The same problem with one more member in its document. */
  public Problem with(String member, Object value) {
    Map<String, Object> more = new java.util.HashMap<>(extras);
    more.put(member, value);
    return new Problem(status, code, title, detail, retryAfter, more);
  }

  /** This problem as an exception, for the code that cannot return it. */
  public ProblemException toException() {
    return new ProblemException(this);
  }
}
