package io.cameo.service.cdn;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Fastly's counts, by its historical stats. What it passes on unlooked counts for nothing. */
final class FastlyHits implements HitCounts.Vendor {

  private final JsonMapper json = JsonMapper.builder().build();
  private final URI api;
  private final String service;
  private final String token;

  FastlyHits(CdnSettings.Access access, CdnFigureSettings figures) {
    this.api = figures.endpoint().orElse(URI.create("https://api.fastly.com"));
    this.service = access.zone().orElseThrow();
    this.token = figures.token().or(access::token).orElseThrow();
  }

  @Override
  public Optional<HitCounts> between(Instant from, Instant to) {
    String question =
        "?from=" + from.getEpochSecond() + "&to=" + to.getEpochSecond() + "&by=minute";
    try (Calls calls = Calls.ofFigures(api)) {
      HttpResponse<String> answer =
          calls.send(
              HttpRequest.newBuilder(URI.create(api + "/stats/service/" + service + question))
                  .header("Fastly-Key", token)
                  .header("Accept", "application/json"));
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            calls.server()
                + " answers "
                + answer.statusCode()
                + "; the token needs the scope global:read for the service.");
      }
      double hits = 0;
      double misses = 0;
      for (JsonNode minute : json.readTree(answer.body()).path("data")) {
        hits += minute.path("hits").asDouble(0);
        misses += minute.path("miss").asDouble(0);
      }
      return Optional.of(new HitCounts(hits, hits + misses));
    }
  }
}
