package io.cameo.service.ops.smoke;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What was answered; nothing in it is believed. */
record Answer(String asked, int status, HttpHeaders headers, byte[] body, Duration took) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Of a body that is no picture, so much is told. */
  private static final int MOST_TOLD = 160;

  /** A header's values joined, empty when it is not there. */
  String header(String name) {
    return String.join(", ", headers.allValues(name));
  }

  Optional<String> find(String name) {
    List<String> values = headers.allValues(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }

  /** The document; a missing node when it is none. */
  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JacksonException noJson) {
      return MissingNode.getInstance();
    }
  }

  /** A member of the document as text, empty when it has none. */
  String text(String member) {
    return json().path(member).asString("");
  }

  String code() {
    return text("code");
  }

  /** The part of the request's id that the service made, by which its log names it. */
  String requestId() {
    return header("X-Request-Id").split("/", 2)[0];
  }

  boolean is(int wanted, String code) {
    return status == wanted && code().equals(code);
  }

  long milliseconds() {
    return took.toMillis();
  }

  /** In a few words, for whoever looks for the fault. */
  String told() {
    String id = header("X-Request-Id");
    return asked + " was answered " + words() + (id.isEmpty() ? "" : " (request " + id + ")");
  }

  private String words() {
    String type = header("Content-Type");
    if (!code().isEmpty()) {
      return status + " " + code();
    }
    if (type.startsWith("image/") || body.length == 0) {
      return status + " with " + body.length + " bytes of " + (type.isEmpty() ? "no type" : type);
    }
    String text = new String(body, 0, Math.min(body.length, MOST_TOLD), StandardCharsets.UTF_8);
    return status + ": " + text;
  }
}
