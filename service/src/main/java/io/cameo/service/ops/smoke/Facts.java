package io.cameo.service.ops.smoke;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the system says of itself to anyone.
 *
 * @param sizes sides of the pictures it makes, largest first
 * @param renditions extensions of what it makes; empty for a release that does not say
 * @param bytes the largest upload
 * @param mode {@code on}, or why there is nothing to try
 * @param message for users
 * @param uploadsPerHour of one subject; 0 when there is no limit
 */
record Facts(
    List<Integer> sizes,
    List<String> renditions,
    long bytes,
    String mode,
    String message,
    long uploadsPerHour) {

  /** What is made in the background. */
  static final List<String> LATER = List.of("webp", "avif");

  static Facts of(JsonNode limits) {
    return new Facts(
        limits.path("sizes").valueStream().map(size -> size.asInt(0)).filter(s -> s > 0).toList(),
        limits.path("renditions").valueStream().map(one -> one.asString("")).toList(),
        limits.path("bytes").asLong(0),
        limits.path("mode").asString(""),
        limits.path("message").asString(""),
        limits.path("perHour").path("uploads").asLong(0));
  }

  List<String> later() {
    return renditions.stream().filter(LATER::contains).toList();
  }
}
