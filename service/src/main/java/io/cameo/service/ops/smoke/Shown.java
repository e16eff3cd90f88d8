package io.cameo.service.ops.smoke;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * An avatar as the service describes it, with the picture that was sent.
 *
 * @param urls size, then extension, to the address
 */
record Shown(
    String version,
    String state,
    Map<Integer, Map<String, String>> urls,
    String stable,
    Samples.Sample sample) {

  static Shown of(JsonNode avatar, Samples.Sample sample) {
    Map<Integer, Map<String, String>> urls = new TreeMap<>();
    avatar
        .path("urls")
        .properties()
        .forEach(
            size -> {
              Map<String, String> types = new TreeMap<>();
              size.getValue()
                  .properties()
                  .forEach(type -> types.put(type.getKey(), type.getValue().asString("")));
              if (size.getKey().matches("\\d{1,5}")) {
                urls.put(Integer.valueOf(size.getKey()), types);
              }
            });
    return new Shown(
        avatar.path("version").asString(""),
        avatar.path("state").asString(""),
        urls,
        avatar.path("stable").asString(""),
        sample);
  }

  Optional<String> url(int size, String extension) {
    return Optional.ofNullable(urls.getOrDefault(size, Map.of()).get(extension));
  }

  /** All immutable addresses. */
  List<String> addresses() {
    List<String> all = new ArrayList<>();
    urls.values().forEach(types -> all.addAll(types.values()));
    return all;
  }

  /** Whether every size has all these types. */
  boolean has(List<String> extensions) {
    return !urls.isEmpty()
        && urls.values().stream().allMatch(types -> types.keySet().containsAll(extensions));
  }
}
