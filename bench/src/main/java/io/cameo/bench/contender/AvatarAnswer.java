package io.cameo.bench.contender;

import io.cameo.bench.load.Answer;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON that an upload is answered with.
 *
 * @param subject whose picture it is
 * @param version of the picture
 * @param paths path of the JPEG by size
 */
record AvatarAnswer(String subject, String version, Map<Integer, String> paths) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Reads an answer.
   *
   * @throws IllegalArgumentException when it is not such JSON
   */
  static AvatarAnswer of(Answer answer) {
    try {
      JsonNode avatar = JSON.readTree(answer.body());
      Map<Integer, String> paths = new TreeMap<>();
      for (Map.Entry<String, JsonNode> size : avatar.path("urls").properties()) {
        String address = size.getValue().path("jpg").asString("");
        if (!address.isEmpty()) {
          paths.put(Integer.valueOf(size.getKey()), URI.create(address).getRawPath());
        }
      }
      return new AvatarAnswer(
          avatar.path("subject").asString(""), avatar.path("version").asString(""), paths);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("Not an avatar: " + answer.excerpt(), e);
    }
  }

  /** What is wrong with an answer to a first upload; empty when it is right. */
  static Optional<String> fault(
      String subject, Answer answer, java.util.Collection<Integer> sizes) {
    if (answer.status() != 201) {
      return Optional.of("status " + answer.status() + ": " + answer.excerpt());
    }
    try {
      AvatarAnswer avatar = of(answer);
      boolean right =
          avatar.subject.equals(subject)
              && !avatar.version.isEmpty()
              && avatar.paths.keySet().containsAll(sizes);
      return right ? Optional.empty() : Optional.of("wrong avatar: " + answer.excerpt());
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
