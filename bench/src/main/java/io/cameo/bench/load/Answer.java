package io.cameo.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP answer.
 *
 * @param status status code
 * @param headers fields by lower-case name; of repeated ones the last
 * @param body whole body, without its transfer coding
 */
public record Answer(int status, Map<String, String> headers, byte[] body) {

  /** The value of a header field, whose name is given in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The body as text, at most the first 300 characters: for messages. */
  public String excerpt() {
    String text = new String(body, StandardCharsets.UTF_8);
    return text.substring(0, Math.min(300, text.length()));
  }

  boolean closes() {
    return header("connection").filter("close"::equalsIgnoreCase).isPresent();
  }
}
