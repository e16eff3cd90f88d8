package io.cameo.service.cdn;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cloudflare's counts, by its GraphQL analytics: of the pictures' host and paths, by the status of
 * the cache. They are reckoned from a sample.
 */
final class CloudflareHits implements HitCounts.Vendor {

  private static final String QUESTION =
      "query Hits($zone: string, $filter: ZoneHttpRequestsAdaptiveGroupsFilter_InputObject) {"
          + " viewer { zones(filter: {zoneTag: $zone}) {"
          + " httpRequestsAdaptiveGroups(limit: 100, filter: $filter) {"
          + " count dimensions { cacheStatus } } } } }";

  /** With these the client got what the cache had. */
  private static final Set<String> HITS = Set.of("hit", "stale", "updating", "revalidated");

  /** Answered before the cache was looked at, such as a redirection to TLS. */
  private static final Set<String> BEFORE_THE_CACHE = Set.of("none", "unknown");

  private final JsonMapper json = JsonMapper.builder().build();
  private final URI api;
  private final String zone;
  private final String token;
  private final URI base;

  CloudflareHits(CdnSettings cdn, CdnFigureSettings figures) {
    this.api = figures.endpoint().orElse(URI.create("https://api.cloudflare.com"));
    this.zone = cdn.access().zone().orElseThrow();
    this.token = figures.token().or(cdn.access()::token).orElseThrow();
    this.base = cdn.base().orElseThrow();
  }

  @Override
  public Optional<HitCounts> between(Instant from, Instant to) {
    try (Calls calls = Calls.ofFigures(api)) {
      HttpResponse<String> answer =
          calls.send(
              HttpRequest.newBuilder(URI.create(api + "/client/v4/graphql"))
                  .header("Authorization", "Bearer " + token)
                  .header("Content-Type", "application/json")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          json.writeValueAsString(
                              Map.of(
                                  "query",
                                  QUESTION,
                                  "variables",
                                  Map.of("zone", zone, "filter", filter(from, to)))))));
      JsonNode said =
          answer.statusCode() == 200 ? json.readTree(answer.body()) : json.createObjectNode();
      JsonNode zones = said.path("data").path("viewer").path("zones");
      // A refusal may come with the status 200.
      if (!said.path("errors").isEmpty() || zones.isEmpty()) {
        throw new IllegalStateException(
            calls.server()
                + " answers "
                + answer.statusCode()
                + " without figures; the token needs Zone, Analytics, Read for the zone.");
      }
      return Optional.of(counted(zones.path(0).path("httpRequestsAdaptiveGroups")));
    }
  }

  private Map<String, Object> filter(Instant from, Instant to) {
    return Map.of(
        "datetime_geq",
        from.toString(),
        "datetime_lt",
        to.toString(),
        "clientRequestHTTPHost",
        base.getHost(),
        "requestSource",
        "eyeball",
        "OR",
        Stream.of("/a/%", "/u/%", "/avatar/%")
            .map(path -> Map.of("clientRequestPath_like", base.getRawPath() + path))
            .toList());
  }

  private static HitCounts counted(JsonNode groups) {
    double hits = 0;
    double requests = 0;
    for (JsonNode group : groups) {
      String status = group.path("dimensions").path("cacheStatus").asString("");
      double count = group.path("count").asDouble(0);
      requests += BEFORE_THE_CACHE.contains(status) ? 0 : count;
      hits += HITS.contains(status) ? count : 0;
    }
    return new HitCounts(hits, requests);
  }
}
